using System.IO.Pipelines;
using CsCheck;
using LoadBalancer.Proxy.Http2;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Http2;

public sealed class Http2OutputTests
{
    private static readonly byte[] Data = new Http2Frame(Http2Frame.Data, 0, 1, new byte[300]).ToBytes();
    private static readonly byte[] Ack = new Http2Frame(Http2Frame.Settings, Http2Frame.Ack, 0, []).ToBytes();
    private static readonly byte[] ClientsPing = new Http2Frame(Http2Frame.Ping, Http2Frame.Ack, 0, new byte[8]).ToBytes();
    private static readonly byte[] Response = new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 1, [0x88]).ToBytes();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Write_FramesInAnyParts_ReplacesOnlyItsOwnPing()
    {
        Gen.Int[1, 40].Array[0, 200].Sample(
            sizes =>
            {
                var (pipe, output) = Create();
                var interim = new InterimResponse(3, 103, [new("Link", "</a>")], Token);
                Assert.True(output.TryQueue(interim));

                Write(output, [.. ClientsPing, .. Data, .. OwnAck(output), .. Response, .. ClientsPing], sizes);

                byte[] block = [0x08, 3, .. "103"u8, 0, 4, .. "link"u8, 4, .. "</a>"u8];
                Assert.Equal(
                    [
                        .. ClientsPing, .. Data, .. new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 3, block).ToBytes(),
                        .. Response, .. ClientsPing,
                    ],
                    Read(pipe));
                Assert.True(interim.Completion.IsCompletedSuccessfully);
            },
            iter: 2_000);
    }

    [Fact]
    public void Write_ClientHasReducedItsTable_BeginsTheFirstBlockAfterwardsWithTheSize()
    {
        var (pipe, output) = Create();
        output.NoteSettings(0);
        Assert.True(output.TryQueue(new(1, 103, [], Token)));
        Assert.True(output.TryQueue(new(1, 103, [], Token)));
        Assert.True(output.TryQueue(new(1, 103, [], Token)));

        Write(output, [.. OwnAck(output), .. Ack, .. OwnAck(output), .. OwnAck(output)], []);

        byte[] plain = new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 1, [0x08, 3, .. "103"u8]).ToBytes();
        byte[] resized = new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 1, [0x20, 0x08, 3, .. "103"u8]).ToBytes();
        Assert.Equal([.. plain, .. Ack, .. resized, .. plain], Read(pipe));
    }

    [Fact]
    public void Write_KestrelHasWrittenABlockAfterTheChange_DoesNotRepeatTheSize()
    {
        var (pipe, output) = Create();
        output.NoteSettings(100);
        Assert.True(output.TryQueue(new(1, 103, [], Token)));

        Write(output, [.. Ack, .. Response, .. OwnAck(output)], []);

        byte[] plain = new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders, 1, [0x08, 3, .. "103"u8]).ToBytes();
        Assert.Equal([.. Ack, .. Response, .. plain], Read(pipe));
    }

    [Fact]
    public void Write_StreamHasEnded_WritesNothing()
    {
        var (pipe, output) = Create();
        var interim = new InterimResponse(1, 103, [], new CancellationToken(canceled: true));
        Assert.True(output.TryQueue(interim));

        Write(output, [.. OwnAck(output), .. Data], []);

        Assert.Equal(Data, Read(pipe));
        Assert.True(interim.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void Queue_ConnectionEnds_EndsWhatWaitsAndWhatComesLater()
    {
        var (_, output) = Create();
        var waiting = new InterimResponse(1, 103, [], Token);
        var late = new InterimResponse(1, 103, [], Token);
        Assert.True(output.TryQueue(waiting));

        output.Complete();

        Assert.False(output.TryQueue(late));
        Assert.True(waiting.Completion.IsCompletedSuccessfully);
        Assert.True(late.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void Write_UsualFrames_DoesNotAllocate()
    {
        var (pipe, output) = Create();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                Response.CopyTo(output.GetSpan(Response.Length));
                output.Advance(Response.Length);
                Data.CopyTo(output.GetSpan(Data.Length));
                output.Advance(Data.Length);
                Flush(output);
                Assert.True(pipe.Reader.TryRead(out var read));
                pipe.Reader.AdvanceTo(read.Buffer.End);
            }
        }));
    }

    private static (Pipe Pipe, Http2Output Output) Create()
    {
        var pipe = new Pipe(new(useSynchronizationContext: false, pauseWriterThreshold: 0));
        return (pipe, new(pipe.Writer));
    }

    /// <summary>Returns what Kestrel responds to the gate's PING with.</summary>
    private static byte[] OwnAck(Http2Output output)
    {
        var ack = output.Ping.ToArray();
        ack[4] = Http2Frame.Ack;
        return ack;
    }

    private static void Write(Http2Output output, ReadOnlySpan<byte> bytes, int[] sizes)
    {
        for (var i = 0; !bytes.IsEmpty; i++)
        {
            var part = bytes[..Math.Min(i < sizes.Length ? sizes[i] : 500, bytes.Length)];
            part.CopyTo(output.GetSpan(part.Length));
            output.Advance(part.Length);
            bytes = bytes[part.Length..];
        }

        Flush(output);
    }

    private static void Flush(Http2Output output)
    {
#pragma warning disable CA2012 // The pipe has no limit, so the flush is complete.
        Assert.True(output.FlushAsync(Token).IsCompletedSuccessfully);
#pragma warning restore CA2012
    }

    private static byte[] Read(Pipe pipe)
    {
        Assert.True(pipe.Reader.TryRead(out var read));
        return System.Buffers.BuffersExtensions.ToArray(read.Buffer);
    }
}
