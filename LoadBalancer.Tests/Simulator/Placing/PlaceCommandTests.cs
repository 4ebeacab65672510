using System.Globalization;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Simulator;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Simulator.Placing;

public sealed class PlaceCommandTests
{
    [Fact]
    public async Task Place_Keys_WritesEachWithItsServer()
    {
        var ring = Placement.Build(PlacementAlgorithm.Ring, [new("a", 100), new("b", 50)]);

        var run = await RunAsync("user-1\nключ\n", "place", "--servers", "a,b=50");

        Assert.Equal($"user-1\t{ring.OwnerId(KeyHash.Of("user-1"))}\nключ\t{ring.OwnerId(KeyHash.Of("ключ"))}\n", run.Output);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("ring")]
    [InlineData("Maglev")]
    [InlineData("RENDEZVOUS")]
    [InlineData("Ketama")]
    public async Task Place_GoldenServers_WritesTheGoldenCandidates(string algorithm)
    {
        var golden = GoldenLayout.Read(algorithm.ToUpperInvariant() switch
        {
            "RING" => "ring-v1.txt",
            "MAGLEV" => "maglev-v1.txt",
            "RENDEZVOUS" => "rendezvous-v1.txt",
            _ => "ketama-v1.txt",
        });
        var servers = string.Join(',', golden.Servers.Select(server => $"{server.Id}={server.Weight}"));

        var run = await RunAsync(
            string.Join('\n', golden.Keys.Select(key => key.Key)), "place", "--algorithm", algorithm, "--servers", servers, "--candidates",
            golden.Servers.Length.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(string.Concat(golden.Keys.Select(key => $"{key.Key}\t{string.Join('\t', key.Candidates)}\n")), run.Output);
    }

    [Fact]
    public async Task Place_ThreeCandidates_WritesTheNextChoices()
    {
        var run = await RunAsync("k\n", "place", "--servers", "a,b,c,d", "--candidates", "3");

        Assert.Equal(4, run.Output.Split('\t').Length);
    }

    [Theory]
    [InlineData("\n", "\ta\n")]
    [InlineData("k", "k\ta\n")]
    [InlineData("k\r\nl\r\n", "k\ta\nl\ta\n")]
    [InlineData("k\rl\n", "k\rl\ta\n")]
    [InlineData("a b\tc\n\nd", "a b\tc\ta\n\ta\nd\ta\n")]
    public async Task Place_LinesOfEveryShape_AreKeysWithoutTheirEnd(string input, string output) =>
        Assert.Equal(output, (await RunAsync(input, "place", "--servers", "a")).Output);

    [Fact]
    public async Task Place_EmptyInput_IsRejected() =>
        (await RunAsync("", "place", "--servers", "a")).AssertRejected("No keys: standard input is empty. Pass one key per line.");

    [Fact]
    public async Task Place_MoreCandidatesThanServers_IsRejected() =>
        (await RunAsync("k\n", "place", "--servers", "a,b", "--candidates", "3")).AssertRejected(
            "The number '3' is not allowed: --candidates must be 1 to 2, the number of servers.");

    [Fact]
    public async Task Place_KeysLongerThanAnyBuffer_StayWhole()
    {
        var key = new string('鍵', 300_000);

        var run = await RunAsync($"{key}\nshort\n", "place", "--servers", "a");

        Assert.Equal($"{key}\ta\nshort\ta\n", run.Output);
    }

    [Theory]
    [InlineData("--servers' is required", "place")]
    [InlineData("Required argument missing for option: '--servers'", "place", "--servers")]
    [InlineData("'nonsense'", "nonsense")]
    [InlineData("'--bogus'", "place", "--servers", "a", "--bogus")]
    [InlineData(
        "Unknown algorithm 'Best': --algorithm must be one of Ring, Maglev, Rendezvous, Ketama.",
        "place",
        "--servers",
        "a",
        "--algorithm",
        "Best")]
    [InlineData("Unknown algorithm '7'", "place", "--servers", "a", "--algorithm", "7")]
    [InlineData("The number '0' is not allowed: --candidates must be 1 to 16384.", "place", "--servers", "a", "--candidates", "0")]
    [InlineData("The number 'x' is not allowed", "place", "--servers", "a", "--candidates", "x")]
    [InlineData("The server id '' is not allowed", "place", "--servers", "")]
    [InlineData("The server id '' is not allowed", "place", "--servers", "a,,b")]
    [InlineData("The server id 'a:80' is not allowed", "place", "--servers", "a:80")]
    [InlineData("--servers: duplicate server id 'a'.", "place", "--servers", "a,b,a=5")]
    [InlineData("'b': The weight 1001 is not allowed: it must be 1 to 1000.", "place", "--servers", "a,b=1001")]
    [InlineData("The weight '' of 'b' is not allowed: it must be 1 to 1000.", "place", "--servers", "a,b=")]
    [InlineData("The weight '-1' of 'b' is not allowed", "place", "--servers", "a,b=-1")]
    [InlineData("The weight '99999999999' of 'b' is not allowed", "place", "--servers", "b=99999999999")]
    [InlineData("The server name 'a b' is not allowed", "place", "--algorithm", "Ketama", "--servers", "a b")]
    public async Task Place_BadArguments_IsOneLineAndExitCodeTwo(string named, params string[] args)
    {
        var run = await RunAsync("k\n", args);

        run.AssertRejected(named);
    }

    [Fact]
    public async Task Place_OutputThatBreaks_IsOneLineAndExitCodeOne()
    {
        using var input = new MemoryStream("k\n"u8.ToArray());
        using var error = new StringWriter { NewLine = "\n" };
        await using var output = new BrokenStream();

        var exitCode = await SimulatorCommand.RunAsync(
            ["place", "--servers", "a"], new(input, output, TextWriter.Null, error), TestContext.Current.CancellationToken);

        Assert.Equal((1, "broken\n"), (exitCode, error.ToString()));
    }

    private static Task<SimulatorRun> RunAsync(string text, params string[] args) =>
        SimulatorRun.RunAsync(text, TestContext.Current.CancellationToken, args);

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("broken");
    }
}
