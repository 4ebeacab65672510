using System.Net;
using CsCheck;
using LoadBalancer.Proxy.Limits;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Limits;

public sealed class ClientRatesTests
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryTake_Burst_PassesAllOfItAndNoMore()
    {
        var rates = Rates(rate: 10, burst: 3);

        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(_ => rates.TryTake(Client, out var _)));
    }

    [Fact]
    public void TryTake_OneTickBeforeTheNextToken_IsRejectedAndThenPasses()
    {
        var rates = Rates(rate: 10, burst: 1);
        Assert.True(rates.TryTake(Client, out _));

        _time.Advance(TimeSpan.FromMilliseconds(100) - TimeSpan.FromTicks(1));
        Assert.False(rates.TryTake(Client, out var wait));
        Assert.Equal(TimeSpan.FromTicks(1), wait);
        _time.Advance(wait);
        Assert.True(rates.TryTake(Client, out _));
        Assert.False(rates.TryTake(Client, out _));
    }

    [Fact]
    public void TryTake_AfterALongTime_HasTheBurstAgainAndNotMore()
    {
        var rates = Rates(rate: 10, burst: 3);
        Assert.True(rates.TryTake(Client, out _));
        _time.Advance(TimeSpan.FromDays(30));

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => rates.TryTake(Client, out var _)));
    }

    [Fact]
    public void TryTake_Rejected_TakesNothing()
    {
        var rates = Rates(rate: 1, burst: 1);
        Assert.True(rates.TryTake(Client, out _));
        for (var i = 0; i < 100; i++)
        {
            Assert.False(rates.TryTake(Client, out var wait));
            Assert.Equal(TimeSpan.FromSeconds(1), wait);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(rates.TryTake(Client, out _));
    }

    [Fact]
    public void TryTake_TwoClients_HaveABucketEach()
    {
        var rates = Rates(rate: 1, burst: 1);

        Assert.True(rates.TryTake(Client, out _));
        Assert.True(rates.TryTake(IPAddress.Parse("192.0.2.2"), out _));
        Assert.True(rates.TryTake(IPAddress.Parse("2001:db8::1"), out _));
        Assert.False(rates.TryTake(IPAddress.Parse("2001:db8::2"), out _));
    }

    [Fact]
    public void TryTake_Off_AlwaysPasses()
    {
        var rates = Rates(rate: 0, burst: 1);

        Assert.False(rates.IsOn);
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(rates.TryTake(Client, out var _)));
    }

    [Theory]
    [InlineData(0.001, 1_000_000)]
    [InlineData(1_000_000, 1)]
    public void TryTake_EndsOfTheRanges_PassesTheBurst(double rate, int burst)
    {
        var rates = Rates(rate, burst);

        for (var i = 0; i < burst; i++)
        {
            Assert.True(rates.TryTake(Client, out _));
        }

        Assert.False(rates.TryTake(Client, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(1 / rate), wait);
    }

    [Fact]
    public void TryTake_KnownClient_AllocatesNothing()
    {
        var rates = Rates(rate: 1_000_000, burst: 2);

        Assert.Equal(0, Allocations.Of(() => rates.TryTake(Client, out _)));
    }

    [Fact]
    public void TryTake_NewClients_AllocatesNothing()
    {
        var rates = Rates(rate: 1, burst: 1);
        var clients = Enumerable.Range(0, 2).Select(i => new IPAddress([10, 0, 0, (byte)i])).ToArray();
        var next = 0;

        Assert.Equal(0, Allocations.Of(() => rates.TryTake(clients[next++], out _)));
    }

    [Fact]
    public void TryTake_FloodOfAddresses_DoesNotLetAClientOverItsRateIn()
    {
        var rates = Rates(rate: 1, burst: 10);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(rates.TryTake(Client, out _));
        }

        // Ten times as many addresses as there is room for: each has taken one token, and is evicted before the client is.
        for (var i = 0; i < 10 * ClientRates.Capacity; i++)
        {
            Assert.True(rates.TryTake(new IPAddress([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i]), out _));
        }

        Assert.False(rates.TryTake(Client, out _));
    }

    [Fact]
    public void TryTake_AnyTimes_NeverPassesMoreThanTheBurstAndTheRate() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 1_000], Gen.Int[0, 50_000_000].Array[1, 200]).Sample((burst, rate, pauses) =>
        {
            var time = new FakeTimeProvider();
            var rates = new ClientRates(new LimitsOptions { RequestRate = rate, RequestBurst = burst }, time);
            var passed = new List<TimeSpan>();
            var now = TimeSpan.Zero;
            foreach (var pause in pauses)
            {
                time.Advance(TimeSpan.FromTicks(pause % 7 == 0 ? 0 : pause));
                now += TimeSpan.FromTicks(pause % 7 == 0 ? 0 : pause);
                if (rates.TryTake(Client, out var wait))
                {
                    passed.Add(now);
                }
                else
                {
                    Assert.True(wait > TimeSpan.Zero);
                }
            }

            // This holds for every period, not only since the start.
            for (var from = 0; from < passed.Count; from++)
            {
                for (var to = from; to < passed.Count; to++)
                {
                    var allowed = burst + (rate * (passed[to] - passed[from]).TotalSeconds);
                    Assert.True(to - from + 1 <= allowed + 1e-6, $"{to - from + 1} passed in {passed[to] - passed[from]}, {allowed} may");
                }
            }
        });

    [Fact]
    public async Task TryTake_ManyThreadsAndNewClients_PassesExactlyTheBurstOfEach()
    {
        const int Threads = 8;
        const int Clients = 500;
        const int Burst = 50;
        var rates = Rates(rate: 0.001, burst: Burst);
        var clients = Enumerable.Range(0, Clients).Select(i => new IPAddress([10, 1, (byte)(i >> 8), (byte)i])).ToArray();
        var passed = new int[Clients];
        using var together = new Barrier(Threads);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                for (var i = 0; i < Clients * Burst; i++)
                {
                    if (rates.TryTake(clients[i % Clients], out var _))
                    {
                        Interlocked.Increment(ref passed[i % Clients]);
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.All(passed, count => Assert.Equal(Burst, count));
    }

    private ClientRates Rates(double rate, int burst) => new(new LimitsOptions { RequestRate = rate, RequestBurst = burst }, _time);
}
