using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Proxy.Exchange;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Proxy.Exchange;

public sealed class HedgedAttemptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The limit is the gateway's own, so the server is not to blame.</summary>
    [Theory]
    [InlineData("\r\n\r\n")]
    [InlineData("")]
    public async Task Start_HeadIsTooLarge_IsNotTheServersFault(string end)
    {
        await using var server = new TcpTestServer(async (stream, stop) =>
        {
            await stream.ReadHeadAsync(stop);
            await stream.WriteTextAsync($"HTTP/1.1 200 OK\r\nX-Large: {new string('x', 10_000)}{end}", stop);
            await stream.ReadToEndAsync(stop);
        });
        await using var gateway = new ComposedGateway(TimeProvider.System);
        var upstream = gateway.Part<RelayServices>().Upstream;
        var target = new Server { Id = new("a"), Url = server.Url };
        var attempt = new HedgedAttempt(SelectedServer.None, target)
        {
            Counted = default,
            TimeProvider = TimeProvider.System,
            Span = null,
        };

        attempt.Start(
            upstream.Pools.Of(target), upstream.Connector, "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n"u8.ToArray(), new(8_192), _ => true);
        await attempt.Completion.WaitAsync(Patience, Token);

        Assert.True(attempt.HasFailed);
        Assert.Equal(
            (AttemptOutcome.HeadTooLarge, FailureCause.HttpResponseHeaderSectionSize),
            (attempt.Result.Outcome, attempt.Result.Failure.Cause));
    }
}
