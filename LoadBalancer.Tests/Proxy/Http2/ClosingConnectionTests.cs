using System.Buffers;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Http2;

/// <summary>Tests the frame that has Kestrel notice the end of the last stream of a connection that is closing.</summary>
public sealed class ClosingConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();
    private static readonly byte[] Ignored = [0, 0, 0, 0xfb, 0, 0, 0, 0, 0];
    private static readonly Http2Frame GoAway = new(Http2Frame.GoAway, 0, 0, Http2Frame.Numbers(int.MaxValue, 0));

    private readonly GatedInput _input = new();

    public static TheoryData<byte, byte> Ends =>
    [
        (Http2Frame.Data, Http2Frame.EndStream),
        (Http2Frame.Headers, Http2Frame.EndHeaders | Http2Frame.EndStream),
        (Http2Frame.Reset, 0),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Read_StreamEndsAfterGoAway_PresentsOneFrame(byte type, byte flags)
    {
        _input.Send(Preface);
        _input.Read();
        var next = _input.Gate.ReadAsync(Token).AsTask();

        Write(GoAway);
        Assert.False(next.IsCompleted);
        Write(new(type, flags, 1, new byte[4]));

        var read = await next.WaitAsync(Patience, Token);
        Assert.Equal(Ignored, read.Buffer.ToArray());
        _input.Gate.AdvanceTo(read.Buffer.End);
        Assert.Empty(_input.Read());
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Read_StreamEndsAfterTheClientsGoAway_PresentsOneFrame(byte type, byte flags)
    {
        _input.Send([.. Preface, .. GoAway.ToBytes()]);
        _input.Read();

        Write(new(type, flags, 1, new byte[4]));

        Assert.Equal(Ignored, _input.Read());
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Read_StreamEndsWhileTheConnectionIsNotClosing_PresentsNothing(byte type, byte flags)
    {
        _input.Send(Preface);
        _input.Read();

        Write(new(type, flags, 1, new byte[4]));

        Assert.Empty(_input.Read());
    }

    [Fact]
    public void Read_FramesAfterGoAwayThatEndNothing_PresentsNothing()
    {
        _input.Send(Preface);
        _input.Read();

        Write(GoAway);
        Write(new(Http2Frame.Headers, Http2Frame.EndHeaders, 1, new byte[4]));
        Write(new(Http2Frame.Data, 0, 1, new byte[4]));
        Write(new(Http2Frame.Settings, Http2Frame.Ack, 0, []));

        Assert.Empty(_input.Read());
    }

    /// <summary>The frame must not come between the parts of another one.</summary>
    [Fact]
    public void Read_StreamEndsWithinAFrameOfTheClient_PresentsTheFrameBeforeIt()
    {
        var data = new Http2Frame(Http2Frame.Data, 0, 1, [1, 2, 3, 4]).ToBytes();
        _input.Send([.. Preface, .. data[..12]]);
        _input.Read();
        Write(GoAway);

        Write(new(Http2Frame.Data, Http2Frame.EndStream, 3, []));

        Assert.Equal(Ignored, _input.Read());
        _input.Send(data.AsSpan(12));
        Assert.Equal(data, _input.Read());
    }

    private void Write(Http2Frame frame)
    {
        var bytes = frame.ToBytes();
        bytes.CopyTo(_input.Output.GetSpan(bytes.Length));
        _input.Output.Advance(bytes.Length);
    }
}
