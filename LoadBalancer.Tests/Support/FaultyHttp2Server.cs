using System.Net.Sockets;
using System.Text;

namespace LoadBalancer.Tests.Support;

/// <summary>
/// A server that speaks HTTP/2 with prior knowledge and treats each request as the test specifies. It counts the request heads that it
/// receives. A response is the server's id with status 200.
/// </summary>
internal sealed class FaultyHttp2Server : IAsyncDisposable
{
    /// <summary>The number of concurrent streams that the server allows per connection.</summary>
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

    /// <param name="id">The body of each response.</param>
    /// <param name="faultOf">Returns the fault for the first, second, … request.</param>
    /// <param name="waitsForBody">Whether the fault happens at the end of the request rather than after its head.</param>
    public FaultyHttp2Server(string id, Func<int, StreamFault> faultOf, bool waitsForBody = false)
    {
        (_id, _faultOf, _waitsForBody) = (id, faultOf, waitsForBody);
        _server = new(ServeAsync);
    }

    public string Url => _server.Url;

    /// <summary>The number of request heads received.</summary>
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

    /// <returns>Whether to keep the connection open.</returns>
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
