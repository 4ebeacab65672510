using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LoadBalancer.Cluster.Failover;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Http.Messages;
using LoadBalancer.Proxy.Clients;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Proxy.Responses;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Exchange;

/// <summary>Tests that each end of an exchange states its cause.</summary>
public sealed class ExchangeFailureTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Pipe _requests = new();
    private readonly Pipe _responses = new(new(pauseWriterThreshold: 0));
    private readonly ServerHold _hold = new();
    private readonly RetryState _retry = new(
        GatewayParts.Retries(TimeProvider.System), new(), GatewayParts.Health(TimeProvider.System));

    private SocketPair _sockets = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sockets = await SocketPair.ConnectAsync(Token);

    public ValueTask DisposeAsync()
    {
        _sockets.Dispose();
        _retry.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("", AttemptOutcome.NoResponse, "connection_terminated")]
    [InlineData("HTTP/1.1 103 Early Hints\r\n\r\n", AttemptOutcome.NoResponse, "connection_terminated: after an interim response")]
    [InlineData("HTTP/1.1 200 OK\r\nX: y", AttemptOutcome.NoResponse, "http_response_incomplete: within the head")]
    [InlineData("220 mail.test ESMTP\r\n", AttemptOutcome.Malformed, "http_protocol_error: bytes that are not HTTP/1.1")]
    [InlineData("HTTP/1.1 2xx OK\r\n\r\n", AttemptOutcome.Malformed, "http_protocol_error: a malformed status line")]
    [InlineData("HTTP/1.1 200 OK\nX: y\n\n", AttemptOutcome.Malformed, "http_protocol_error: a line that does not end in CR LF")]
    [InlineData("HTTP/1.1 200 OK\r\nX Y: z\r\n\r\n", AttemptOutcome.Malformed, "http_protocol_error: a header name that is not a token")]
    [InlineData("HTTP/1.1 200 OK\r\nX: \0\r\n\r\n", AttemptOutcome.Malformed, "http_protocol_error: a control character in a header")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        AttemptOutcome.Malformed,
        "http_protocol_error: two Content-Length fields")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nContent-Length: one\r\n\r\n",
        AttemptOutcome.Malformed,
        "http_protocol_error: a Content-Length that is not a number")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        AttemptOutcome.Malformed,
        "http_protocol_error: both Content-Length and Transfer-Encoding")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        AttemptOutcome.Malformed,
        "http_protocol_error: a Transfer-Encoding other than chunked")]
    [InlineData(
        "HTTP/1.1 103 Early Hints\r\nContent-Length: 1\r\n\r\n",
        AttemptOutcome.Malformed,
        "http_protocol_error: an interim response with content")]
    [InlineData(
        "HTTP/1.1 101 Switching Protocols\r\n\r\n", AttemptOutcome.Malformed, "http_protocol_error: 101 without an upgrade request")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", AttemptOutcome.BrokenOff, "http_response_incomplete")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        AttemptOutcome.MalformedContent,
        "http_response_transfer_coding: a chunk size that is not a number")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
        AttemptOutcome.MalformedContent,
        "http_response_transfer_coding: a chunk that is longer than its size")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\n0\r\n\r\n",
        AttemptOutcome.MalformedContent,
        "http_protocol_error: a line that does not end in CR LF")]
    [InlineData(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nHost : x\r\n\r\n",
        AttemptOutcome.MalformedContent,
        "http_protocol_error: a malformed trailer field")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", AttemptOutcome.Responded, "none")]
    public async Task Run_ServerSends_StatesTheCause(string text, AttemptOutcome outcome, string failure)
    {
        if (text.Length > 0)
        {
            await _sockets.SendAsync(text, Token);
        }

        _sockets.Server.Shutdown(SocketShutdown.Send);

        var result = await RunAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal((outcome, failure), (result.Outcome, result.Failure.ToString()));
    }

    [Fact]
    public async Task Run_HeadIsTooLarge_IsTheRequestsFault()
    {
        await _sockets.SendAsync($"HTTP/1.1 200 OK\r\nX: {new string('x', ResponseHead.UsualLongest)}\r\n\r\n", Token);

        var result = await RunAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal(
            (AttemptOutcome.HeadTooLarge, FailureCause.HttpResponseHeaderSectionSize), (result.Outcome, result.Failure.Cause));
    }

    [Fact]
    public async Task Run_TrailersAreTooLarge_StatesTheCause()
    {
        await _sockets.SendAsync(
            $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: {new string('x', 20_000)}\r\n\r\n", Token);

        var result = await RunAsync("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");

        Assert.Equal(
            (AttemptOutcome.MalformedContent, FailureCause.HttpResponseTrailerSectionSize), (result.Outcome, result.Failure.Cause));
    }

    [Theory]
    [InlineData("", 0, AttemptOutcome.TimedOut, "http_response_timeout")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", 4, AttemptOutcome.BrokenOff, "connection_read_timeout")]
    public async Task Run_ServerFallsSilent_StatesTheCause(string text, int length, AttemptOutcome outcome, string failure)
    {
        var exchange = Exchange("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", out var response);
        if (text.Length > 0)
        {
            await _sockets.SendAsync(text, Token);
        }

        var running = exchange.RunAsync(_sockets.Upstream, new("http://server.test"), _retry).AsTask();
        await Eventually.TrueAsync("the response has arrived", () => response.Passed == length, Patience);

        exchange.EndAsSilent();

        var result = await running.WaitAsync(Patience, Token);
        Assert.Equal((outcome, failure), (result.Outcome, result.Failure.ToString()));
    }

    [Theory]
    [InlineData("", 0, AttemptOutcome.LeftBeforeResponse)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", 4, AttemptOutcome.LeftWithinResponse)]
    public async Task Run_ServersTimeToDrainIsOver_StatesTheCause(string text, int length, AttemptOutcome outcome)
    {
        var exchange = Exchange("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n", out var response);
        if (text.Length > 0)
        {
            await _sockets.SendAsync(text, Token);
        }

        var running = exchange.RunAsync(_sockets.Upstream, new("http://server.test"), _retry).AsTask();
        await Eventually.TrueAsync("the response has arrived", () => response.Passed == length, Patience);

        exchange.EndAsLeft();

        var result = await running.WaitAsync(Patience, Token);
        Assert.Equal(
            (outcome, "destination_unavailable: the server's time to drain was over"), (result.Outcome, result.Failure.ToString()));
    }

    [Fact]
    public async Task Run_ServerReadsNothing_StatesTheCause()
    {
        const int Length = 16 << 20;
        var exchange = Exchange($"POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: {Length}\r\n\r\n", out _);
        var sending = _requests.Writer.WriteAsync(new byte[Length], Token).AsTask();
        var running = exchange.RunAsync(_sockets.Upstream, new("http://server.test"), _retry).AsTask();
        var sent = -1L;
        await Eventually.TrueAsync(
            "nothing more fits into the connection",
            () => sent == (sent = _sockets.Server.Available) && sent > 0,
            Patience);

        exchange.EndAsSilent();

        var result = await running.WaitAsync(Patience, Token);
        Assert.Equal((AttemptOutcome.TimedOut, FailureCause.ConnectionWriteTimeout), (result.Outcome, result.Failure.Cause));
        await _requests.Reader.CompleteAsync();
        await sending;
    }

    private async Task<ExchangeResult> RunAsync(string head) =>
        await Exchange(head, out _).RunAsync(_sockets.Upstream, new("http://server.test"), _retry).AsTask().WaitAsync(Patience, Token);

    private ServerExchange Exchange(string head, out ResponseRelay response)
    {
        var scanner = new RequestScanner(isSecure: false, new LimitsOptions().ToHeadLimits());
        scanner.Scan(new(Encoding.ASCII.GetBytes(head)));
        var body = new ConnectionBody(_requests.Reader, capacity: 0, long.MaxValue, new(bytesPerSecond: 0, TimeSpan.Zero, _time));
        body.Begin(scanner.Head, isKept: false);
        _retry.Begin(new(IsIdempotent: false), body, Token);
        _retry.BeginAttempt();
        _hold.Hold(_sockets.Upstream);

        var via = new ViaHeader(GatewayParts.Identity("gateway-1"), GatewayParts.Defaults<ResponseOptions>());
        var serverWait = new WaitClock(_time);
        var client = new ConnectionResponse(_responses.Writer, new(via, new(_time)), strictTransport: default);
        response = new(client, serverWait, new(bytesPerSecond: 0, TimeSpan.Zero, _time), ResponseHead.UsualLongest);
        var request = new UpstreamRequest(
            new(via, GatewayParts.Defaults<ClientOptions>()), scanner.Head, new(scanner.Head, "http"))
        {
            Peer = new(IPAddress.Loopback, isSecure: false, GatewayParts.Trusted()),
        };
        var exchange = new ServerExchange(request, body, response, _hold, serverWait, new(_time));
        exchange.Reset();
        exchange.BeginAttempt();
        return exchange;
    }
}
