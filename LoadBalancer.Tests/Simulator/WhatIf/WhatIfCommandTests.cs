using System.Text.Json;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Simulator.WhatIf;

public sealed class WhatIfCommandTests
{
    [Theory]
    [InlineData("Ring")]
    [InlineData("Rendezvous")]
    [InlineData("Ketama")]
    public async Task WhatIf_ServerJoins_MovesItsShareAndNothingElse(string algorithm)
    {
        var run = await SimulatorRun.RunAsync(
            "whatif", "--servers", "10", "--add", "1", "--algorithm", algorithm, "--keys", "20000", "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(1 / 11.0, Number(run, "ideal"), 12);
        Assert.Equal(Share(run, "server-11", "shareAfter"), Number(run, "moved"), 12);
        Assert.Equal(0, Number(run, "movedBetweenOld"));
        Assert.Equal((10, 11), (run.Json.GetProperty("before")
            .GetProperty("servers")
            .GetInt32(), run.Json.GetProperty("after").GetProperty("servers").GetInt32()));
        Assert.InRange(Number(run, "moved"), 0.07, 0.12);
    }

    [Fact]
    public async Task WhatIf_ServerLeaves_MovesWhatItHad()
    {
        var run = await SimulatorRun.RunAsync("whatif", "--servers", "a,b=300,c", "--remove", "b", "--keys", "20000", "--json");

        Assert.Equal(Share(run, "b", "shareBefore"), Number(run, "moved"), 12);
        Assert.Equal((0.6, 0.0), (Number(run, "ideal"), Number(run, "movedBetweenOld")));
        Assert.Equal(0, Share(run, "b", "shareAfter"));
    }

    [Theory]
    [InlineData("Ring")]
    [InlineData("Maglev")]
    [InlineData("Rendezvous")]
    [InlineData("Ketama")]
    public async Task WhatIf_ServerDrains_MovesWhatItHadAndNothingElse(string algorithm)
    {
        string[] drain = ["whatif", "--servers", "a,b=200,c", "--drain", "b", "--algorithm", algorithm, "--keys", "20000"];

        var run = await SimulatorRun.RunAsync([.. drain, "--json"]);

        Assert.Equal(Share(run, "b", "shareBefore"), Number(run, "moved"), 12);
        Assert.Equal((0.5, 0.0), (Number(run, "ideal"), Number(run, "movedBetweenOld")));
        Assert.Equal(0, Share(run, "b", "shareAfter"));
        Assert.Equal(3, run.Json.GetProperty("before").GetProperty("servers").GetInt32());
        Assert.Equal(2, run.Json.GetProperty("after").GetProperty("servers").GetInt32());
        Assert.Contains("200, draining", (await SimulatorRun.RunAsync(drain)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--drain: the server 'x' is not in --servers, or is removed.", "a,b", "x", "b")]
    [InlineData("--drain: the server 'b' is not in --servers, or is removed.", "a,b", "b", "b")]
    [InlineData("All servers would be draining: at least one must accept requests.", "a,b", "a", "b")]
    public async Task WhatIf_ImpossibleDrain_IsRejected(string named, string servers, string drain, string remove) =>
        (await SimulatorRun.RunAsync("whatif", "--servers", servers, "--drain", drain, "--remove", remove)).AssertRejected(named);

    [Fact]
    public async Task WhatIf_Maglev_ReportsWhatMovesBetweenOldServers() =>
        Assert.InRange(Number(
            await SimulatorRun.RunAsync("whatif", "--servers", "10", "--add", "1", "--algorithm", "Maglev", "--json"),
            "movedBetweenOld"), 0.0001, 0.05);

    [Fact]
    public async Task WhatIf_WeightDoubles_MovesTheDifference()
    {
        var run = await SimulatorRun.RunAsync("whatif", "--servers", "4", "--weight", "server-2=200", "--json");

        Assert.Equal((2 / 5.0) - (1 / 4.0), Number(run, "ideal"), 12);
        Assert.Equal(Share(run, "server-2", "shareAfter") - Share(run, "server-2", "shareBefore"), Number(run, "moved"), 12);
    }

    [Fact]
    public async Task WhatIf_Nothing_MovesNothing()
    {
        var run = await SimulatorRun.RunAsync("whatif", "--servers", "3", "--json");

        Assert.Equal((0, 0, 100_000), (Number(run, "moved"), Number(run, "ideal"), run.Json.GetProperty("keys").GetInt32()));
    }

    [Fact]
    public async Task WhatIf_OtherAlgorithm_MovesMost()
    {
        var run = await SimulatorRun.RunAsync("whatif", "--servers", "10", "--to-algorithm", "Rendezvous", "--json");

        Assert.Equal(
            ("Ring", "Rendezvous"), (run.Json.GetProperty("algorithm").GetString(), run.Json.GetProperty("algorithmAfter").GetString()));
        Assert.InRange(Number(run, "moved"), 0.85, 0.95);
    }

    [Fact]
    public async Task WhatIf_Log_PlacesItsRequestsByTheirKeys()
    {
        var ring = Placement.Build(PlacementAlgorithm.Ring, [new("a", 100), new("b", 100)]);
        var keys = Enumerable.Range(0, 1_000).Select(i => $"key-{i % 37}").ToArray();
        var lines = keys.Select((key, i) => i % 2 == 0 ? $"{{\"id\":\"{key}\",\"client\":\"x\"}}" : $"{{\"client\":\"{key}\"}}");

        var run = await SimulatorRun.RunAsync(
            string.Join('\n', [.. lines, "broken", "{\"status\":200}"]), TestContext.Current.CancellationToken, "whatif", "--servers",
            "a,b", "--remove", "b", "--log", "-", "--json");

        var ofB = keys.Count(key => ring.OwnerId(KeyHash.Of(key)) == "b") / 1_000.0;
        Assert.Equal(("log", 1_000, 1), (run.Json.GetProperty("source")
            .GetString(), run.Json.GetProperty("keys").GetInt32(), run.Json.GetProperty("withoutKey").GetInt32()));
        Assert.Equal((ofB, ofB), (Number(run, "moved"), Share(run, "b", "shareBefore")));
        Assert.Equal(1, run.Json.GetProperty("log").GetProperty("broken").GetInt32());
    }

    [Fact]
    public async Task WhatIf_LogKeyPath_IsTheTargetWithoutItsQuery()
    {
        var run = await SimulatorRun.RunAsync(
            "{\"id\":\"1\",\"target\":\"/a?x=1\"}\n{\"id\":\"2\",\"target\":\"/a?x=2\"}\n", TestContext.Current.CancellationToken,
            "whatif", "--servers", "50", "--log", "-", "--log-key", "path", "--json");

        Assert.Single(run.Json.GetProperty("servers").EnumerateArray(), server => server.GetProperty("shareBefore").GetDouble() == 1);
    }

    [Fact]
    public async Task WhatIf_AnotherAlgorithm_IsNamed()
    {
        var run = await SimulatorRun.RunAsync("whatif", "--servers", "3", "--to-algorithm", "Maglev", "--keys", "1000");

        Assert.StartsWith("1,000 keys placed with Ring → Maglev\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIf_Tables_NameWhatChanges()
    {
        var run = await SimulatorRun.RunAsync("whatif", "--servers", "a,b,c", "--remove", "a", "--add", "1", "--weight", "b=50");

        Assert.Matches(@"(?m)^ *a +removed ", run.Output);
        Assert.Matches(@"(?m)^ *b +100 → 50 ", run.Output);
        Assert.Matches(@"(?m)^ *server-1 +new \(100\) ", run.Output);
        Assert.Contains("Moved: ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'--servers' is required", "whatif")]
    [InlineData("The number '0' is not allowed: --servers must be 1 to 16384, or a list.", "whatif", "--servers", "0")]
    [InlineData("The number '16385' is not allowed", "whatif", "--servers", "16385")]
    [InlineData("The server id 'a:b' is not allowed", "whatif", "--servers", "a:b")]
    [InlineData("--remove: the server 'x' is not in --servers.", "whatif", "--servers", "a,b", "--remove", "a,x")]
    [InlineData("There would be 0 servers: 1 to 16384 must remain.", "whatif", "--servers", "a", "--remove", "a")]
    [InlineData("There would be 16385 servers", "whatif", "--servers", "16384", "--add", "1")]
    [InlineData("The weight 'a' is not allowed: --weight must be ID=W with W from 1 to 1000.", "whatif", "--servers", "a", "--weight", "a")]
    [InlineData("The weight 'a=0' is not allowed", "whatif", "--servers", "a", "--weight", "a=0")]
    [InlineData("--weight: the server 'b' is not in --servers", "whatif", "--servers", "a", "--weight", "b=5")]
    [InlineData(
        "Unknown algorithm 'best': --to-algorithm must be one of Ring, Maglev, Rendezvous, Ketama.",
        "whatif",
        "--servers",
        "a",
        "--to-algorithm",
        "best")]
    [InlineData("The number '0' is not allowed: --keys must be 1 to 100000000.", "whatif", "--servers", "a", "--keys", "0")]
    [InlineData(
        "The log field 'cookie' is not allowed: --log-key must be a comma-separated list of id, client, client/128, path, target.",
        "whatif",
        "--servers",
        "a",
        "--log",
        "-",
        "--log-key",
        "id,cookie")]
    [InlineData("--log: the file '/nowhere/requests.log' does not exist.", "whatif", "--servers", "a", "--log", "/nowhere/requests.log")]
    [InlineData("The logs - contain no request with a key (0 without one, 0 broken lines).", "whatif", "--servers", "a", "--log", "-")]
    public async Task WhatIf_BadArguments_IsOneLineAndExitCodeTwo(string named, params string[] args) =>
        (await SimulatorRun.RunAsync(args)).AssertRejected(named);

    private static double Number(SimulatorRun run, string property) => run.Json.GetProperty(property).GetDouble();

    private static double Share(SimulatorRun run, string server, string property) =>
        Find(run.Json.GetProperty("servers"), server).GetProperty(property).GetDouble();

    private static JsonElement Find(JsonElement servers, string id) =>
        servers.EnumerateArray().Single(server => server.GetProperty("id").ValueEquals(id));
}
