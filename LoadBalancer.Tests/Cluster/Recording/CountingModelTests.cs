using CsCheck;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Recording;

/// <summary>Tests that every request is counted exactly once in the end, whatever happens to the store and whenever it happens.</summary>
public sealed class CountingModelTests
{
    private static readonly string[] Servers = ["a", "b", "c"];

    private enum Step
    {
        Count,
        Tick,
        BecomeUnreachable,
        LoseResponses,
        ComeBack,
        Empty,
    }

    [Fact]
    public async Task Counts_AfterAnyFaults_AreExact() =>
        await Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 1], Gen.Int[0, 2], Gen.Int[1, 5]).Array[0, 40]
            .SampleAsync(RunAsync, iter: 40, threads: 1);

    private static async Task RunAsync((Step Step, int Gateway, int Server, int Requests)[] steps)
    {
        var time = new FakeTimeProvider(Changes.Noon);
        var store = new FlakyCounterStore();
        await using var one = new CountingSetup(store, time);
        await using var two = new CountingSetup(store, time);
        var expected = Servers.ToDictionary(server => server, _ => 0L, StringComparer.Ordinal);
        await one.StartAsync();
        await two.StartAsync();

        foreach (var (step, gateway, server, requests) in steps)
        {
            switch (step)
            {
                case Step.Count:
                    (gateway == 0 ? one : two).Count(Servers[server], requests);
                    expected[Servers[server]] += requests;
                    break;
                case Step.Tick:
                    time.Advance(CountingSetup.Interval);
                    await Task.Yield();
                    break;
                case Step.Empty:
                    store.Empty();
                    break;
                default:
                    (store.IsUnreachable, store.LosesResponses) = (step == Step.BecomeUnreachable, step == Step.LoseResponses);
                    break;
            }
        }

        (store.IsUnreachable, store.LosesResponses) = (false, false);
        await one.AdvanceUntilAsync($"the store and both gateways know {Text(expected)}", AllKnowAsync);
        await one.AdvanceUntilAsync("they have exchanged counts once more", () => true);
        Assert.True(await AllKnowAsync());

        async Task<bool> AllKnowAsync()
        {
            var totals = await store.ReadTotalsAsync(CancellationToken.None);
            return expected.All(entry => totals.GetValueOrDefault(new(entry.Key)).Requests == entry.Value
                && one.RequestsOf(entry.Key) == entry.Value
                && two.RequestsOf(entry.Key) == entry.Value);
        }
    }

    private static string Text(Dictionary<string, long> counts) => string.Join(", ", counts.Select(entry => $"{entry.Key}: {entry.Value}"));
}
