using System.Buffers;
using LoadBalancer.Proxy.Http2;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Http2;

public sealed class Http2RequestsTests
{
    private const byte Continuation = 9;
    private const byte Priority = 2;

    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private readonly Http2Requests _requests = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_RequestsWithoutAnEnd_AreReset()
    {
        await FollowAsync(
            Head(1, Http2Frame.EndHeaders | Http2Frame.EndStream),
            Head(3, Http2Frame.EndHeaders),
            Head(5, Http2Frame.EndHeaders),
            new(Http2Frame.Data, 0, 3, [1, 2, 3]),
            new(Http2Frame.Data, Http2Frame.EndStream, 5, [1, 2, 3]));

        var reset = Assert.Single(await ResetsAsync());

        Assert.Equal((Http2Frame.Reset, 3), (reset.Type, reset.Stream));
        Assert.Equal(Http2Frame.Numbers(8), reset.Payload);
        Assert.True(_requests.IsBetweenFrames);
    }

    [Theory]
    [InlineData(Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.EndStream)]
    [InlineData(Http2Frame.Data, Http2Frame.EndStream)]
    [InlineData(Http2Frame.Reset, 0)]
    public async Task Follow_LastFrameOfARequest_EndsIt(byte type, byte flags)
    {
        await FollowAsync(Head(1, Http2Frame.EndHeaders), new(type, flags, 1, new byte[4]));

        Assert.Empty(_requests.ToResets());
    }

    [Theory]
    [InlineData(Http2Frame.Settings, Http2Frame.Ack)]
    [InlineData(Http2Frame.Ping, Http2Frame.Ack)]
    [InlineData(Priority, Http2Frame.EndStream)]
    public async Task Follow_SameFlagOfAnotherFrame_EndsNothing(byte type, byte flags)
    {
        await FollowAsync(Head(1, Http2Frame.EndHeaders), new(type, flags, 1, []));

        Assert.Single(await ResetsAsync());
    }

    [Fact]
    public async Task IsBetweenFrames_WithinHeaders_IsFalse()
    {
        await FollowAsync(Head(1, Http2Frame.EndStream));
        Assert.False(_requests.IsBetweenFrames);

        _requests.Follow(new(await BytesOfAsync(new Http2Frame(Continuation, Http2Frame.EndHeaders, 1, [1]))));

        Assert.True(_requests.IsBetweenFrames);
    }

    [Fact]
    public async Task Follow_CutAtEveryByte_IsTheSame()
    {
        byte[] bytes = [.. Preface, .. await BytesOfAsync(Head(1, Http2Frame.EndHeaders), new(Http2Frame.Data, 0, 1, new byte[300]))];
        for (var i = 0; i < bytes.Length; i++)
        {
            _requests.Follow(new(bytes.AsMemory(i, 1)));
        }

        Assert.True(_requests.IsBetweenFrames);
        Assert.Single(await ResetsAsync());
    }

    [Fact]
    public async Task Follow_MoreRequestsThanAreRemembered_SaysSo()
    {
        var frames = Enumerable.Range(0, Http2Requests.Most).Select(i => Head((2 * i) + 1, Http2Frame.EndHeaders));
        await FollowAsync([.. frames]);
        Assert.False(_requests.HasTooMany);

        _requests.Follow(new(await BytesOfAsync(Head(100_001, Http2Frame.EndHeaders))));

        Assert.True(_requests.HasTooMany);
    }

    private static Http2Frame Head(int stream, byte flags) => new(Http2Frame.Headers, flags, stream, [0x82]);

    private async Task FollowAsync(params Http2Frame[] frames)
    {
        _requests.Follow(new ReadOnlySequence<byte>(Preface));
        _requests.Follow(new ReadOnlySequence<byte>(await BytesOfAsync(frames)));
    }

    private static async Task<byte[]> BytesOfAsync(params Http2Frame[] frames)
    {
        var bytes = new MemoryStream();
        foreach (var frame in frames)
        {
            await frame.WriteAsync(bytes, Token);
        }

        return bytes.ToArray();
    }

    private async Task<List<Http2Frame>> ResetsAsync()
    {
        var (stream, resets) = (new MemoryStream(_requests.ToResets()), new List<Http2Frame>());
        while (await Http2Frame.ReadAsync(stream, Token) is { } frame)
        {
            resets.Add(frame);
        }

        return resets;
    }
}
