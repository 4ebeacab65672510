using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Http2;

public sealed class Http2GateTests
{
    private const string Fields = ":method=GET :scheme=http :path=/ :authority=a.test";

    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();
    private static readonly byte[] Get = Hpack.Encode(RawHttp2.Get());

    /// <summary>:method GET, :scheme http, :path /, :authority a.test, which is added to the table; and a reference to it.</summary>
    private static readonly byte[] First = [0x82, 0x86, 0x84, 0x41, 6, .. "a.test"u8];
    private static readonly byte[] Next = [0x82, 0x86, 0x84, 0xBE];

    /// <summary>Every kind of frame, and the lines that Kestrel gets of them.</summary>
    private static readonly (byte[] Sent, string[] Shown)[] Conversation =
    [
        (Frame(Http2Frame.Settings, 0, 0, [0, 1, 0, 0, 0, 0]), ["4 0 0 000100000000"]),
        (Frame(Http2Frame.Settings, Http2Frame.Ack, 0, []), ["4 1 0"]),
        (Frame(Http2Frame.Headers, 5, 1, First), [$"1 5 1 {Fields}"]),
        (Frame(Http2Frame.Ping, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]), ["6 0 0 0102030405060708"]),
        (
            Frame(Http2Frame.Headers, 4 | Http2Frame.Padded | Http2Frame.Priority, 3, [3, 0, 0, 0, 0, 1, .. Next, 0, 0, 0]),
            [$"1 4 3 {Fields}"]),
        (Frame(Http2Frame.Data, 0, 3, [7]), ["0 0 3 07"]),
        (Frame(Http2Frame.Headers, 5, 3, Hpack.Encode([("x-sum", "1")])), ["1 5 3 x-sum=1"]),
        (Frame(Http2Frame.Headers, 5, 5, Hpack.Encode([.. RawHttp2.Get(), ("X", "1")])), ["1 5 5 :method=GET FieldName"]),
        (
            [
                .. Frame(Http2Frame.Headers, 1, 7, First[..5]), .. Frame(Http2Frame.Continuation, 0, 7, []),
                .. Frame(Http2Frame.Continuation, 4, 7, First[5..]),
            ],
            [$"1 5 7 {Fields}"]),
        (Frame(Http2Frame.Headers, 4, 9, Next), [$"1 4 9 {Fields}"]),
        (Frame(Http2Frame.Data, 0, 9, new byte[1_500]), ["0 0 9 " + Convert.ToHexString(new byte[1_500])]),
        (Frame(Http2Frame.Headers, 5, 9, Hpack.Encode([(":path", "/")])), ["1 5 9 " + "PseudoField"]),
        (Frame(99, 1, 9, [1]), ["99 1 9 01"]),
        (Frame(Http2Frame.Headers, 5, 11, Next), [$"1 5 11 {Fields}"]),
    ];

    [Fact]
    public async Task Read_Conversation_PresentsDecodedBlocksAndOtherFramesUnchanged()
    {
        var input = new GatedInput();
        input.Send(Whole());

        var read = input.Read();

        Assert.Equal(Preface, read[..Preface.Length]);
        Assert.Equal(Conversation.SelectMany(part => part.Shown), await ShowAsync(input, read));
    }

    [Fact]
    public async Task Read_ConversationSplitAtEveryByte_PresentsTheSame()
    {
        var whole = Whole();
        for (var split = 0; split <= whole.Length; split += split is > 400 and < 1_700 ? 97 : 1)
        {
            var input = new GatedInput();
            input.Send(whole.AsSpan(0, split));
            var first = input.Read();
            input.Send(whole.AsSpan(split));

            Assert.Equal(Conversation.SelectMany(part => part.Shown), await ShowAsync(input, [.. first, .. input.Read()]));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Read_ConversationByteByByteAndConsumedInParts_PresentsTheSame(int most)
    {
        var input = new GatedInput();
        var read = new List<byte>();
        foreach (var one in Whole())
        {
            input.Send([one]);
            read.AddRange(input.Read(most));
        }

        Assert.Equal(Conversation.SelectMany(part => part.Shown), await ShowAsync(input, [.. read]));
    }

    [Fact]
    public void Read_ManySmallFrames_PresentsThemTogether()
    {
        var input = new GatedInput();
        input.Send([.. Preface, .. Enumerable.Range(0, 20).SelectMany(i => Frame(Http2Frame.Headers, 5, (i * 2) + 1, Next0(i)))]);

        Assert.True(input.Gate.TryRead(out var read));
        input.Gate.AdvanceTo(read.Buffer.End);

        Assert.Empty(input.Read());

        static byte[] Next0(int i) => i == 0 ? First : Next;
    }

    [Fact]
    public async Task Read_BlockThatGrowsBeyondOneFrame_HasContinuations()
    {
        var value = new string('v', 20_000);
        var input = new GatedInput();
        input.Send([.. Preface, .. Http2Client.Request(1, [.. RawHttp2.Get(), ("x", value)]).SelectMany(frame => frame.ToBytes())]);

        Assert.Equal(["1 1 1", $"9 4 1 {Fields} x={value}"], await ShowAsync(input, input.Read()));
    }

    /// <summary>A block of one byte for each field, which stands for 4,000 bytes.</summary>
    [Fact]
    public async Task Read_BlockThatRefersToALargeFieldManyTimes_IsTooLargeAndStaysSmall()
    {
        var large = Hpack.Encode([("x", new string('v', 4_000))]);
        large[0] = 0x40;
        var input = new GatedInput();
        input.Send([.. Preface, .. Frame(Http2Frame.Headers, 5, 1, [.. Get, .. large, .. Enumerable.Repeat((byte)0xBE, 10_000)])]);

        var read = input.Read();

        Assert.True(read.Length < 500);
        Assert.Equal(["1 5 1 :method=GET HeadTooLarge"], await ShowAsync(input, read));
        Assert.Equal(1, input.Rejections.Of(RejectionReason.HeadSize));
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public async Task Read_FieldLargerThanTheLimit_IsRejectedUpToFourTimesTheLimit(int times, bool isConnectionError)
    {
        var limits = new LimitsOptions();
        var field = new string('v', (times * limits.HeadBytes) - 1_000);
        var input = new GatedInput(limits);
        input.Send(
        [
            .. Preface, .. Http2Client.Request(1, [.. RawHttp2.Get(), ("x", field)]).SelectMany(frame => frame.ToBytes()),
            .. Frame(Http2Frame.Headers, 5, 3, Get),
        ]);

        var shown = await ShowAsync(input, input.Read());

        Assert.Equal(isConnectionError ? ["9 4 1"] : ["1 5 1 :method=GET HeadTooLarge", $"1 5 3 {Fields}"], shown);
        Assert.Equal(1, input.Rejections.Of(RejectionReason.HeadSize));
    }

    [Fact]
    public async Task Read_BlockOfMoreThan64Frames_IsAConnectionError()
    {
        var input = new GatedInput();
        input.Send(
        [
            .. Preface, .. Frame(Http2Frame.Headers, 1, 1, Get),
            .. Enumerable.Range(0, 64).SelectMany(_ => Frame(Http2Frame.Continuation, 0, 1, [])),
        ]);

        Assert.Equal(["9 4 1"], await ShowAsync(input, input.Read()));
        Assert.Equal(1, input.Rejections.Of(RejectionReason.HeadSize));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_BlockThatDoesNotEndInTime_IsAConnectionError(bool isWithinFrame)
    {
        var limits = new LimitsOptions();
        var input = new GatedInput(limits);
        var frame = Frame(Http2Frame.Headers, 1, 1, Get);
        input.Send([.. Preface, .. isWithinFrame ? frame[..^1] : frame]);
        input.Read();
        var next = input.Gate.ReadAsync(TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);

        input.Time.Advance(limits.HeadTimeout + TimeSpan.FromMilliseconds(1));
        input.Gate.OnHeartbeat();

        var read = await next;
        Assert.Equal(["9 4 1"], await input.ShowAsync(System.Buffers.BuffersExtensions.ToArray(read.Buffer)));
        Assert.False(read.IsCanceled, "Kestrel reads nothing of a read that was canceled.");
        Assert.Equal(1, input.Rejections.Of(RejectionReason.HeadTimeout));
    }

    /// <summary>A busy connection, each of whose reads ends within a block.</summary>
    [Fact]
    public async Task Read_BlocksOneAfterTheOther_EachHasItsOwnTime()
    {
        var limits = new LimitsOptions();
        var input = new GatedInput(limits);
        var frames = Enumerable.Range(0, 100).Select(i => Frame(Http2Frame.Headers, 5, (i * 2) + 1, Get)).ToArray();
        input.Send([.. Preface, .. frames[0][..20]]);
        input.Read();
        for (var i = 1; i < frames.Length; i++)
        {
            var next = input.Gate.ReadAsync(TestContext.Current.CancellationToken);
            input.Time.Advance(limits.HeadTimeout / 2);
            input.Gate.OnHeartbeat();
            input.Send([.. frames[i - 1][20..], .. frames[i][..20]]);
            var read = await next;
            Assert.False(read.IsCompleted);
            input.Gate.AdvanceTo(read.Buffer.End);
        }

        Assert.Equal(0, input.Rejections.Total);
    }

    [Fact]
    public void Read_UsualRequests_DoesNotAllocate()
    {
        var input = new GatedInput();
        input.Send([.. Preface, .. Frame(Http2Frame.Headers, 5, 1, First)]);
        input.Read();
        var stream = 1;
        var frame = new Http2Frame(Http2Frame.Headers, 5, 1, Next).ToBytes();

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                stream += 2;
                System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
                input.Send(frame);
                Assert.True(input.Gate.TryRead(out var read));
                input.Gate.AdvanceTo(read.Buffer.End);
            }
        }));
    }

    [Fact]
    public void Read_EndOfTheInput_IsPassedOn()
    {
        var input = new GatedInput();
        input.Send([.. Preface, .. Frame(Http2Frame.Headers, 5, 1, Get)[..12]]);
        input.Read();

        input.End();

        Assert.True(input.Gate.TryRead(out var read));
        Assert.True(read.IsCompleted);
    }

    /// <summary>A cancellation that was meant for a wait that has already ended must not end the connection.</summary>
    [Fact]
    public void TryRead_CancelledTooLate_HasNothingToPresent()
    {
        var input = new GatedInput();
        input.Send(Preface);
        input.Read();

        input.CancelInput();

        Assert.False(input.Gate.TryRead(out _));
    }

    [Fact]
    public async Task Read_CancelledByKestrel_EndsAndIgnoresOtherCancellations()
    {
        var input = new GatedInput();
        var next = input.Gate.ReadAsync(TestContext.Current.CancellationToken);
        input.CancelInput();
        Assert.False(next.IsCompleted);

        input.Gate.CancelPendingRead();

        Assert.True((await next).IsCanceled);
    }

    /// <summary>An interim response is asked for while the gate waits, and while a part of a frame has been received.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(12)]
    public async Task Read_InterimResponseIsSent_PresentsAPingBetweenFrames(int received)
    {
        var input = new GatedInput();
        var data = Frame(Http2Frame.Data, 0, 1, [1, 2, 3, 4]);
        input.Send([.. Preface, .. Frame(Http2Frame.Headers, 4, 1, Get), .. data[..received]]);
        input.Read();
        var next = input.Gate.ReadAsync(TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);

        input.Gate.Send(new(1, 103, [], TestContext.Current.CancellationToken));

        var read = await next;
        Assert.Equal(input.Output.Ping, System.Buffers.BuffersExtensions.ToArray(read.Buffer));
        input.Gate.AdvanceTo(read.Buffer.End);
        input.Send(data.AsSpan(received));
        Assert.Equal(data, input.Read());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_OtherProtocol_IsShownToKestrelWhichExplainsItOnlyWithoutTls(bool isSecure)
    {
        var input = new GatedInput(isSecure: isSecure);
        var text = "GET / HTTP/1.1\r\n"u8.ToArray();
        input.Send(text);

        Assert.Equal(isSecure ? new byte[Preface.Length] : text, input.Read());
    }

    private static async Task<string[]> ShowAsync(GatedInput input, byte[] bytes) => await input.ShowAsync(bytes[Preface.Length..]);

    private static byte[] Whole() => [.. Preface, .. Conversation.SelectMany(part => part.Sent)];

    private static byte[] Frame(byte type, int flags, int stream, byte[] payload) =>
        new Http2Frame(type, (byte)flags, stream, payload).ToBytes();
}
