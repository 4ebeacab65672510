using System.Diagnostics;
using System.Text.Json;
using LoadBalancer.Tests.Functional;

namespace LoadBalancer.Tests.EndToEnd;

/// <summary>A gateway that stops reporting stays visible, and its loss and return are logged as events.</summary>
[Collection(OneAtATime.Name)]
public sealed class LostGatewayTests
{
    private const string Name = "gateway-2";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gateway_HangsResumesAndIsKilled_IsLostAndReturnsEachTime()
    {
        await using var cluster = await RunningCluster.StartAsync(backends: 1, gateways: 2);
        await cluster.UntilAsync(
            "both gateways have joined",
            async () => await AgreeAsync(cluster) && (await EventsAsync(cluster)).Count(IsOf("GatewayJoined")) == 2,
            Patience);

        // To notice the loss, a gateway must have watched for as long as a report stays valid.
        var settled = Stopwatch.StartNew();
        await cluster.UntilAsync(
            "the gateways have watched each other", () => Task.FromResult(settled.Elapsed > TimeSpan.FromSeconds(6)), Patience);
        Signal(cluster, "STOP");
        await cluster.UntilAsync(
            "the gateway is lost",
            async () => await IsLostAsync(cluster) && (await EventsAsync(cluster)).Count(IsOf("GatewayLost")) == 1,
            Soon);
        Assert.False(await AgreeAsync(cluster));

        Signal(cluster, "CONT");
        await cluster.UntilAsync(
            "the gateway is back",
            async () => !await IsLostAsync(cluster) && (await EventsAsync(cluster)).Count(IsOf("GatewayBack")) == 1,
            Soon);
        await cluster.UntilAsync("the gateways agree", () => AgreeAsync(cluster), Soon);

        var process = cluster.ProcessOf(Name);
        Signal(cluster, "KILL");
        await cluster.UntilAsync(
            "another process has taken its place",
            async () => cluster.ProcessOf(Name) != process && !await IsLostAsync(cluster)
                && (await EventsAsync(cluster))[0] is var last
                && (IsOf("GatewayBack")(last) || IsOf("GatewayJoined")(last))
                && Text(last, "detail").Contains("new process", StringComparison.Ordinal),
            Patience);
    }

    [Fact]
    public async Task Gateway_DuplicateId_CausesAWarningAndAnAlarmWhileItRuns()
    {
        const string Alarm = "Several gateways report as";
        await using var cluster = await RunningCluster.StartAsync(backends: 1, gateways: 1);
        await cluster.UntilAsync("the gateway reports", async () => (await NamesAsync(cluster)).Length == 1, Patience);
        var name = (await NamesAsync(cluster)).Single();
        await using (var twin = RunningProgram.Start(
            Programs.Gateway,
            [],
            ("Gateway__Id", name),
            ("Gateway__WarmUp", "00:00:00"),
            ("ConnectionStrings__redis", cluster.StoreConnection),
            ("ASPNETCORE_URLS", "http://127.0.0.1:0")))
        {
            var warning = $"Another gateway also reports as '{name}': give each gateway its own Gateway:Id";
            await twin.LineAsync(line => line.Contains(warning, StringComparison.Ordinal), "the warning");
            await cluster.UntilAsync("the alarm", IsShownAsync, Soon);
        }

        await cluster.UntilAsync("the alarm is over", async () => !await IsShownAsync(), Soon);

        async Task<bool> IsShownAsync() => (await PageAsync(cluster)).Contains(Alarm, StringComparison.Ordinal);
    }

    private static async Task<string[]> NamesAsync(RunningCluster cluster) =>
        [.. (await RespondAsync(cluster, "gateways")).GetProperty("gateways").EnumerateArray().Select(gateway => Text(gateway, "name"))];

    private static async Task<string> PageAsync(RunningCluster cluster)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/gateways");
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await cluster.Dashboard.SendAsync(request, Token);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token);
    }

    private static async Task<bool> AgreeAsync(RunningCluster cluster) =>
        (await RespondAsync(cluster, "gateways")).GetProperty("agreed").GetBoolean();

    private static async Task<bool> IsLostAsync(RunningCluster cluster) =>
        (await RespondAsync(cluster, "gateways")).GetProperty("gateways").EnumerateArray()
            .Any(gateway => string.Equals(Text(gateway, "name"), Name, StringComparison.Ordinal)
                && gateway.TryGetProperty("lostSince", out _));

    /// <summary>Returns the gateway events, newest first.</summary>
    private static async Task<JsonElement[]> EventsAsync(RunningCluster cluster) =>
        [.. (await RespondAsync(cluster, "events")).GetProperty("events").EnumerateArray()
            .Where(happened => Text(happened, "kind").StartsWith("Gateway", StringComparison.Ordinal))];

    private static async Task<JsonElement> RespondAsync(RunningCluster cluster, string what)
    {
        using var response = await cluster.Dashboard.GetAsync($"/api/{what}", Token);
        return await response.EnsureSuccessStatusCode().ReadJsonAsync();
    }

    private static Func<JsonElement, bool> IsOf(string kind) =>
        happened => string.Equals(Text(happened, "kind"), kind, StringComparison.Ordinal);

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString() ?? "";

    private static void Signal(RunningCluster cluster, string signal) => RunningProgram.Signal(cluster.ProcessOf(Name), signal);
}
