using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Dashboard.Components;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class CheckTextTests
{
    [Theory]
    [InlineData("GET", 200, null, "GET /healthcheck → 200, 12 ms, 3 s ago by gateway-1")]
    [InlineData("GET", 503, "unexpected_status", "GET /healthcheck → 503, 12 ms, 3 s ago by gateway-1")]
    [InlineData("GET", 200, "another_server", "GET /healthcheck → 200, a different server responded, 12 ms, 3 s ago by gateway-1")]
    [InlineData("GET", null, "http_response_timeout", "GET /healthcheck → no response in time, 12 ms, 3 s ago by gateway-1")]
    [InlineData("tcp", null, null, "TCP connection → open, 12 ms, 3 s ago by gateway-1")]
    [InlineData("tcp", null, "connection_refused", "TCP connection → connection refused, 12 ms, 3 s ago by gateway-1")]
    public void Of_ACheck_SaysWhatWasAskedAndReceived(string method, int? status, string? cause, string expected) =>
        Assert.Equal(expected, CheckText.Of(Check(new(method, "http://a:1/healthcheck", status, TimeSpan.FromMilliseconds(12)), cause),
            Changes.Noon.AddSeconds(3.9)));

    [Fact]
    public void Of_ACheckInTheFuture_IsZeroSecondsOld() => Assert.Equal(
        "GET nonsense → 200, 0 µs, 0 s ago by gateway-1",
        CheckText.Of(Check(new("GET", "nonsense", 200, TimeSpan.Zero), cause: null), Changes.Noon.AddSeconds(-1)));

    private static ServerCheck Check(ProbeDetails probe, string? cause) =>
        new(new("a@1"), Changes.Noon, new("gateway-1"), probe, cause);
}
