using System.Buffers;
using System.Runtime.CompilerServices;
using LoadBalancer.Http.Chunks;
using LoadBalancer.Http.Headers;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Runtime;
using LoadBalancer.Proxy.Upstreams;

namespace LoadBalancer.Proxy.Exchange;

/// <summary>
/// Reads a server's response and forwards it to the client as it arrives. Nothing is held back: received bytes are flushed before waiting
/// for more. Reused for each response; not thread-safe.
/// </summary>
/// <param name="client">The response to the client.</param>
/// <param name="serverWait">Runs while the server is waited for.</param>
/// <param name="rate">How fast the client reads.</param>
/// <param name="longestHead">The maximum length of a head in bytes.</param>
internal sealed class ResponseRelay(ClientResponse client, WaitClock serverWait, TransferRate rate, int longestHead)
{
    /// <summary>If at least this many bytes of the body are left, they are read directly into the client's pipe, without a copy.</summary>
    private const int LeastDirect = 4 * 1024;
    private const int MostDirect = 64 * 1024;

    private readonly ContentDecoder _decoder = new();

    /// <summary>The head that was read last.</summary>
    public ResponseHead Head { get; } = new(longestHead);

    /// <summary>The rule that the bytes which were read last break.</summary>
    public ResponseFault Fault { get; private set; }

    /// <summary>Whether bytes of the final response were sent to the client.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>The number of body bytes that were forwarded.</summary>
    public long Passed { get; private set; }

    /// <summary>Resets the state for a new request.</summary>
    public void Reset()
    {
        HasStarted = false;
        Passed = 0;
        rate.Reset();
    }

    /// <summary>Waits for the head of a response.</summary>
    /// <returns><see langword="false"/> if no valid head is received.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<bool> ReadHeadAsync(UpstreamConnection server)
    {
        Fault = ResponseFault.None;
        while (true)
        {
            if (!server.Unread.IsEmpty)
            {
                var isGood = Head.TryRead(server.Unread.Span, out var isWhole);
                if (!isGood || isWhole)
                {
                    Fault = Head.Fault;
                    return isGood;
                }
            }

            if (await FillAsync(server) == 0)
            {
                return false;
            }
        }
    }

    /// <summary>Forwards an interim response (RFC 9110 §15.2).</summary>
    /// <returns><see langword="false"/> if the client has stopped reading.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<bool> PassInterimAsync(UpstreamConnection server)
    {
        rate.BeginWait();
        var takesMore = await client.PassInterimAsync(Head, server.Unread);
        rate.EndWait();
        SkipHead(server);
        return takesMore;
    }

    /// <summary>Rejects the head that was read last.</summary>
    public void Reject(ResponseFault fault) => Fault = fault;

    /// <summary>Discards the head that was read last.</summary>
    public void SkipHead(UpstreamConnection server) => server.Consume(Head.Length);

    /// <summary>Forwards the final response.</summary>
    /// <param name="server">The server's connection; the response head has been read.</param>
    /// <param name="isForHead">Whether the request's method is HEAD.</param>
    /// <param name="closes">Whether the client's connection closes after the response.</param>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    public async ValueTask<ResponseEnd> PassAsync(UpstreamConnection server, bool isForHead, bool closes)
    {
        var hasKnownLength = BeginContent(isForHead);
        client.WriteHead(Head, server.Unread.Span, hasKnownLength, closes);
        SkipHead(server);
        HasStarted = true;
        while (!_decoder.IsDone)
        {
            if (server.Unread.IsEmpty)
            {
                if (!await FlushAsync())
                {
                    return ResponseEnd.ClientGone;
                }

                if (await ReadAsync(server) == 0)
                {
                    if (_decoder.EndsWithConnection && server.ReadFailure is null)
                    {
                        break;
                    }

                    return ResponseEnd.ServerBroke;
                }
            }

            PassUnread(server);
            if (_decoder.MessageError != MessageError.None)
            {
                Fault = ResponseFaults.Of(_decoder);
                return ResponseEnd.Malformed;
            }
        }

        rate.BeginWait();
        var takesMore = await client.EndAsync(_decoder.EndsWithConnection ? default : _decoder.Trailers);
        rate.EndWait();
        return takesMore ? ResponseEnd.Whole : ResponseEnd.ClientGone;
    }

    /// <returns>Whether the head determines the length of the content.</returns>
    private bool BeginContent(bool isForHead)
    {
        if (isForHead || Head.IsWithoutContent)
        {
            _decoder.BeginLength(0);
            return true;
        }

        if (Head.ContentLength is { } length)
        {
            _decoder.BeginLength(length);
            return true;
        }

        if (Head.IsChunked)
        {
            _decoder.BeginChunks(dropsTrailers: true);
        }
        else
        {
            _decoder.BeginUntilClose();
        }

        return false;
    }

    /// <returns>The number of bytes read, into the client's pipe or into the buffer; 0 at the end.</returns>
    private ValueTask<int> ReadAsync(UpstreamConnection server) =>
        !client.IsFramed && _decoder.Following >= LeastDirect ? ReadDirectlyAsync(server) : FillAsync(server);

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<int> FillAsync(UpstreamConnection server)
    {
        serverWait.Begin();
        var count = await server.FillAsync();
        serverWait.End();
        return count;
    }

    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadDirectlyAsync(UpstreamConnection server)
    {
        var most = (int)Math.Min(_decoder.Following, MostDirect);
        serverWait.Begin();
        var count = await server.ReadAsync(client.Output.GetMemory(most)[..most]);
        serverWait.End();
        client.Output.Advance(count);
        if (count > 0)
        {
            _decoder.Skip(count);
            Passed += count;
            rate.Add(count);
        }

        return count;
    }

    private void PassUnread(UpstreamConnection server)
    {
        while (!_decoder.IsDone && !server.Unread.IsEmpty && _decoder.MessageError == MessageError.None)
        {
            var rest = new ReadOnlySequence<byte>(server.Unread);
            var before = rest.Length;
            var content = _decoder.Take(ref rest);
            if (!content.IsEmpty)
            {
                client.Write(content);
                Passed += content.Length;
                rate.Add(content.Length);
            }

            server.Consume((int)(before - rest.Length));
        }
    }

    /// <returns><see langword="false"/> if the client has stopped reading.</returns>
    [AsyncMethodBuilder(typeof(ReusingValueTaskMethodBuilder<>))]
    private async ValueTask<bool> FlushAsync()
    {
        rate.BeginWait();
        var takesMore = await client.FlushAsync();
        rate.EndWait();
        return takesMore;
    }
}
