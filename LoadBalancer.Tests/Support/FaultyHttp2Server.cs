using System.Net.Sockets;
using System.Text;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// A server that speaks HTTP/2 from the first byte on and does with each request what the test says; counts how many
/// heads reached it. A response is its id with status 200.
/// </summary>
internal sealed class FaultyHttp2Server : IAsyncDisposable
{
    /// <summary>How many requests it takes at once on one connection.</summary>
    public const int StreamsAtOnce = 10;

    private const int PrefaceLength = 24;
    private const byte MaxConcurrentStreams = 3;
    private const int RefusedStream = 7;
    private const int InternalError = 2;
    private const byte Status200 = 0x88;

    private readonly TcpTestServer _server;
    private readonly string _id;
    private readonly Func<int, StreamFault> _faultOf;
    private readonly bool _waitsForBody;
    private int _requests;

    /// <param name="id">What it responds with.</param>
    /// <param name="faultOf">What it does with the first, second … request.</param>
    /// <param name="waitsForBody">Whether it does so when the request is complete, else at its head.</param>
    public FaultyHttp2Server(string id, Func<int, StreamFault> faultOf, bool waitsForBody = false)
    {
        (_id, _faultOf, _waitsForBody) = (id, faultOf, waitsForBody);
        _server = new(ServeAsync);
    }

    public string Url => _server.Url;

    /// <summary>How many heads of requests reached it.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public int Connections => _server.Connections;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(NetworkStream stream, CancellationToken stop)
    {
        await stream.ReadExactlyAsync(new byte[PrefaceLength], stop);
        await new Http2Frame(Http2Frame.Settings, Flags: 0, Stream: 0, [0, MaxConcurrentStreams, .. Http2Frame.Numbers(
            StreamsAtOnce)]).WriteAsync(stream, stop);
        while (await Http2Frame.ReadAsync(stream, stop) is { } frame)
        {
            switch (frame.Type)
            {
                case Http2Frame.Settings or Http2Frame.Ping when !frame.Has(Http2Frame.Ack):
                    await new Http2Frame(frame.Type, Http2Frame.Ack, Stream: 0, frame.Type == Http2Frame.Ping
                        ? frame.Payload
                        : []).WriteAsync(stream, stop);
                    break;
                case Http2Frame.Headers or Http2Frame.Data:
                    var number = frame.Type == Http2Frame.Headers ? Interlocked.Increment(ref _requests) : Requests;
                    var isDue = _waitsForBody ? frame.Has(Http2Frame.EndStream) : frame.Type == Http2Frame.Headers;
                    if (isDue && !await ActAsync(stream, frame.Stream, _faultOf(number), stop))
                    {
                        return;
                    }

                    break;
            }
        }
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> ActAsync(NetworkStream stream, int request, StreamFault fault, CancellationToken stop)
    {
        switch (fault)
        {
            case StreamFault.Reject or StreamFault.Break:
                await new Http2Frame(Http2Frame.Reset, Flags: 0, request, Http2Frame.Numbers(
                    fault == StreamFault.Reject ? RefusedStream : InternalError)).WriteAsync(stream, stop);
                return true;
            case StreamFault.GoAwayBefore:
                await new Http2Frame(Http2Frame.GoAway, Flags: 0, Stream: 0, Http2Frame.Numbers(
                    request - 2 < 0 ? 0 : request - 2, 0)).WriteAsync(stream, stop);
                return true;
            case StreamFault.GoAwayAfter:
                await new Http2Frame(Http2Frame.GoAway, Flags: 0, Stream: 0, Http2Frame.Numbers(request, 0)).WriteAsync(stream, stop);
                await RespondAsync(stream, request, stop);
                return true;
            case StreamFault.Close:
                return false;
            default:
                await RespondAsync(stream, request, stop);
                return true;
        }
    }

    private async Task RespondAsync(NetworkStream stream, int request, CancellationToken stop)
    {
        await new Http2Frame(Http2Frame.Headers, Http2Frame.EndHeaders, request, [Status200]).WriteAsync(stream, stop);
        await new Http2Frame(Http2Frame.Data, Http2Frame.EndStream, request, Encoding.ASCII.GetBytes(_id)).WriteAsync(stream, stop);
    }
}
