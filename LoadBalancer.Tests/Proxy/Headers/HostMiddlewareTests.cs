using LoadBalancer.Proxy.Headers;

namespace LoadBalancer.Tests.Proxy.Headers;

public sealed class HostMiddlewareTests
{
    private const string Alphabet = "ab0169.-_:([]%";
    private const int Longest = 9;

    [Theory]
    [InlineData("example.test", true)]
    [InlineData("example.test:0", true)]
    [InlineData("example.test:65535", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("example.test:65536", false)]
    [InlineData("a..b", false)]
    [InlineData("a..b:80", false)]
    [InlineData("a(b", false)]
    public void Passes_Host_MatchesTheHttpClient(string host, bool passes) => Assert.Equal(passes, HostMiddleware.Passes(host));

    /// <summary>
    /// Most hosts are decided by their characters alone; the result must be the one that the framework's client would give.
    /// </summary>
    [Fact]
    public void Passes_AnyHost_IsTrueIfTheHttpClientSendsItUnchanged()
    {
        var random = new Random(20_261_127);
        var passed = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var host = new string(random.GetItems<char>(Alphabet, random.Next(1, Longest)));
            using var request = new HttpRequestMessage();
            var isSent = request.Headers.TryAddWithoutValidation("Host", host)
                && string.Equals(request.Headers.Host, host, StringComparison.Ordinal);

            var passes = HostMiddleware.Passes(host);

            Assert.True(isSent == passes, $"{host}: sent {isSent}, passed {passes}");
            passed += passes ? 1 : 0;
        }

        Assert.InRange(passed, 1_000, 19_000);
    }
}
