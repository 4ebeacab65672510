using System.Net;
using System.Text.Json;
using LoadBalancer.Cluster.Checks;
using LoadBalancer.Cluster.HealthLog;
using LoadBalancer.Core.Membership;
using LoadBalancer.Tests.Contracts;

namespace LoadBalancer.Tests.Functional.Dashboard;

public sealed class ServerHealthApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_OfAServer_SaysWhatWasAskedAndReceived()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var process = ServerProcess.Of((await host.MembershipAsync()).Find(new("a"))!);
        var check = CheckStoreContract.Check(process.Value) with { Cause = "unexpected_status", Detail = "GET /healthcheck returned 503" };
        await host.Get<ICheckStore>().WriteAsync(TimeProvider.System.GetUtcNow(), [check], Token);

        var json = await ReadAsync(host, "/api/servers/a/check");

        Assert.Equal(
            """
            {"id":"a","check":{"at":"AT","gateway":"gateway-1","passed":false,"method":"GET",
            "url":"http://a.test:8080/healthcheck","status":503,"durationMs":12.345,
            "cause":"unexpected_status","detail":"GET /healthcheck returned 503"}}
            """.ReplaceLineEndings(""),
            json.GetRawText().Replace(json.GetProperty("check").GetProperty("at").GetString()!, "AT", StringComparison.Ordinal));
        Assert.Equal(check.At, json.GetProperty("check").GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task Check_WithoutAReport_IsAbsent()
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        Assert.Equal("""{"id":"b"}""", (await ReadAsync(host, "/api/servers/b/check")).GetRawText());
    }

    [Fact]
    public async Task Health_OfAServer_HasItsChangesTheLatestFirst()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var probe = HealthLogContract.Change(1, "a@one@two") with
        {
            Gateway = new("gateway-1"),
            From = "Healthy",
            Cause = "http_response_timeout",
            Probe = new("GET", "http://a.test:8080/healthcheck", Status: null, TimeSpan.FromMicroseconds(1_000_123)),
        };
        await host.Get<IHealthLog>().AppendAsync([probe, HealthLogContract.Change(2, "a") with { Trigger = "oracle" }], Token);

        var changes = (await ReadAsync(host, "/api/servers/a/health")).GetProperty("changes");

        Assert.Equal(["a", "one@two"], changes.EnumerateArray().Select(change => change.GetProperty("instance").GetString()));
        Assert.Equal("oracle", changes[0].GetProperty("trigger").GetString());
        Assert.False(changes[0].TryGetProperty("gateway", out _));
        Assert.Equal(
            ("gateway-1", "Healthy", "ProbesFail", "probe", "http_response_timeout"),
            (changes[1].GetProperty("gateway").GetString(), changes[1].GetProperty("from").GetString(),
                changes[1].GetProperty("to").GetString(), changes[1].GetProperty("trigger").GetString(),
                changes[1].GetProperty("cause").GetString()));
        Assert.Equal(
            """{"method":"GET","url":"http://a.test:8080/healthcheck","durationMs":1000.123}""",
            changes[1].GetProperty("probe").GetRawText());
    }

    [Fact]
    public async Task Health_OfAServerThatHasLeft_IsStillThere()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        await host.Get<IHealthLog>().AppendAsync([HealthLogContract.Change(1, "left@1")], Token);

        Assert.Equal(1, (await ReadAsync(host, "/api/servers/left/health")).GetProperty("changes").GetArrayLength());
        Assert.Equal(0, (await ReadAsync(host, "/api/servers/a/health")).GetProperty("changes").GetArrayLength());
    }

    [Theory]
    [InlineData("/api/servers/missing/check")]
    [InlineData("/api/servers/missing/health")]
    [InlineData("/api/servers/a%2F..%2Fb/health")]
    [InlineData("/api/servers/a@1/health")]
    public async Task Get_OfAnUnknownServer_Is404(string path)
    {
        await using var host = await DashboardHost.StartWithServersAsync();

        using var response = await host.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("/api/servers/a/check")]
    [InlineData("/api/servers/b/health")]
    public async Task Get_WithoutTheStore_Is503(string path)
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        await host.SetUnreachableAsync(isUnreachable: true);

        using var response = await host.GetAsync(path);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    private static async Task<JsonElement> ReadAsync(DashboardHost host, string path)
    {
        using var response = await host.GetAsync(path);
        return await response.EnsureSuccessStatusCode().ReadJsonAsync();
    }
}
