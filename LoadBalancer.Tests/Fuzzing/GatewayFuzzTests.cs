using LoadBalancer.Tests.Functional.Messages;

namespace LoadBalancer.Tests.Fuzzing;

/// <summary>
/// Sends generated requests through a whole gateway, split at random: a recording server receives what an independent reader reads, in the
/// same order, and nothing else; the connection always ends.
/// </summary>
public sealed class GatewayFuzzTests(MessageFixture fixture) : IClassFixture<MessageFixture>
{
    private const int Cases = 3_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_Generated_SmugglesNothing()
    {
        var run = new FuzzRun(Cases);
        var forwarded = 0;

        await Task.WhenAll(fixture.All.Select(async lane =>
        {
            while (run.TryBegin(out var seed) && !Token.IsCancellationRequested)
            {
                Interlocked.Add(ref forwarded, await CheckAsync(lane, seed));
            }
        }));

        run.Report();
        Assert.True(forwarded > run.Count / 4, $"Only {forwarded} requests are forwarded of {run.Count} cases.");
    }

    private static async Task<int> CheckAsync(MessageLane lane, int seed)
    {
        var mutator = RequestGrammar.From(seed);
        var text = mutator.Next();

        // The gateway would wait for the rest of an incomplete request, so the client closes its side.
        var plain = PlainRequests.Read(text + MessageLane.Follower, out var isClear);
        var ends = !isClear || plain.Any(request => request.Target is "/follower");
        var result = await lane.SendAsync(mutator.Part(text + MessageLane.Follower), close: !ends, Token);

        Assert.True(result.IsClosed || IsTunnel(text), Say("the connection stays open"));
        Assert.True(result.Records.Faults is [], Say("a server receives something that is not a request"));
        var next = 0;
        foreach (var request in result.Records.Requests.Where(IsForwarded))
        {
            // Requests that the gateway responds to itself, such as TRACE, are skipped.
            next = Array.FindIndex(plain, next, sent => IsSame(request, sent)) + 1;
            Assert.True(next > 0, Say($"a server receives something that was not sent: {FuzzRun.Show(request.ToString())}"));
        }

        return result.Records.Requests.Length;

        string Say(string what) => $"Seed {seed}: {what}: {FuzzRun.Show(text)} responses: {FuzzRun.Show(result.Responses)} faults: "
            + $"{FuzzRun.Show(string.Join('|', result.Records.Faults))}";
    }

    /// <summary>Returns whether the request was forwarded for a client; the gateway's own probes have no Via field.</summary>
    private static bool IsForwarded(RecordedRequest request) => request.ValuesOf("Via") is not [];

    private static bool IsSame(RecordedRequest request, PlainRequest sent) =>
        IsRelayed(sent)
            ? ForwardedRequest.IsSame(request, sent.InOriginForm())
            : ForwardedRequest.IsSameMessage(request, sent.InOriginForm());

    /// <summary>Whether a request is relayed byte for byte, which one that may become a tunnel is not.</summary>
    private static bool IsRelayed(PlainRequest request) => request is { Version: "HTTP/1.1" } && request.ValuesOf("Upgrade") is [];

    private static bool IsTunnel(string text) => text.Contains("Upgrade", StringComparison.OrdinalIgnoreCase);
}
