using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Hashing;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Proxy.Upstreams;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Proxy.Upstreams;

public sealed class AddressBookTests : IAsyncLifetime
{
    private const string Name = "s1.test";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeNameResolver _resolver = new();
    private readonly RecordingLogger<AddressBook> _log = new();
    private readonly BackgroundFaults _faults = new(TimeProvider.System, NullLogger<BackgroundFaults>.Instance);
    private readonly ClusterState _state = new(GatewayParts.Defaults<PlacementOptions>());
    private readonly List<string> _changed = [];
    private AddressBook _book = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _resolver.Set(Name, "10.0.0.1");
        Use($"http://{Name}:80");
        await StartAsync(Interval);
    }

    public async ValueTask DisposeAsync()
    {
        await _book.StopAsync(CancellationToken.None);
        _book.Dispose();
    }

    [Fact]
    public async Task Find_KnownName_IsAnsweredWithoutAResolution()
    {
        await AddressesAsync();

        var finding = _book.FindAsync(Name, Token);

        Assert.True(finding.IsCompletedSuccessfully);
        Assert.Equal(("10.0.0.1", 1), (TextOf((await finding).Name), _resolver.Resolutions));
    }

    [Fact]
    public async Task Find_ManyAtOnce_ShareOneResolution()
    {
        var pending = new TaskCompletionSource();
        _resolver.Pending = pending.Task;
        var finding = Enumerable.Range(0, 10).Select(_ => AddressesAsync()).ToArray();
        pending.SetResult();

        Assert.All(await Task.WhenAll(finding), addresses => Assert.Equal("10.0.0.1", addresses));
        Assert.Equal(1, _resolver.Resolutions);
    }

    [Fact]
    public async Task Find_OneCallerGivesUp_DoesNotEndTheResolutionOfTheOthers()
    {
        var pending = new TaskCompletionSource();
        _resolver.Pending = pending.Task;
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var givingUp = _book.FindAsync(Name, impatient.Token).AsTask();
        var patient = AddressesAsync();

        await impatient.CancelAsync();
        pending.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givingUp);
        Assert.Equal("10.0.0.1", await patient);
    }

    [Fact]
    public async Task Find_UnknownName_FailsAndIsTriedAgain()
    {
        _resolver.Forget(Name);
        Assert.Equal(FailureCause.DnsError, (await _book.FindAsync(Name, Token)).Failure.Cause);

        _resolver.Set(Name, "10.0.0.9");

        Assert.Equal("10.0.0.9", await AddressesAsync());
    }

    [Fact]
    public async Task Names_AfterTheInterval_AreResolvedAgain()
    {
        await AddressesAsync();
        var old = (await _book.FindAsync(Name, Token)).Name.Addresses[0];
        _resolver.Set(Name, "10.0.0.2");

        await PassAsync(Interval - Second, "nothing happens", () => true);
        Assert.Equal(("10.0.0.1", false), (await AddressesAsync(), old.IsGone));
        await PassAsync(Second, "the name moved", () => old.IsGone);

        Assert.Equal(("10.0.0.2", 2), (await AddressesAsync(), _resolver.Resolutions));
        Assert.Equal([Name], _changed);
        Assert.Contains(_log.Entries, entry => entry.Message == $"The addresses of server name {Name} are now 10.0.0.2");
    }

    [Fact]
    public async Task Names_IntervalIsZero_AreNotResolvedAgain()
    {
        await DisposeAsync();
        await StartAsync(TimeSpan.Zero);
        await AddressesAsync();

        await PassAsync(TimeSpan.FromHours(1), "nothing happens", () => true);

        Assert.Equal(1, _resolver.Resolutions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Names_CannotBeResolvedAgain_KeepTheirAddressesAndAreLoggedOnce(bool isEmpty)
    {
        await AddressesAsync();
        if (isEmpty)
        {
            _resolver.Set(Name);
        }
        else
        {
            _resolver.Forget(Name);
        }

        await PassAsync(Interval, "the first resolution failed", () => Warnings == 1);
        await PassAsync(Interval, "the second resolution failed", () => _resolver.Resolutions >= 3);
        Assert.Equal(("10.0.0.1", 1), (await AddressesAsync(), Warnings));

        _resolver.Set(Name, "10.0.0.1");
        await PassAsync(
            Interval, "it is resolved again",
            () => _log.Entries.Any(entry => entry.Message == $"Server name {Name} can be resolved again"));

        Assert.Empty(_changed);
    }

    [Fact]
    public async Task Names_OneIsSlow_RequestsDoNotWaitForIt()
    {
        await AddressesAsync();
        _resolver.Pending = new TaskCompletionSource().Task;
        await PassAsync(Interval, "the resolution has begun", () => _resolver.Resolutions == 2);

        Assert.Equal("10.0.0.1", await AddressesAsync());
    }

    [Fact]
    public async Task Names_ServerLeaves_AreForgotten()
    {
        var address = (await _book.FindAsync(Name, Token)).Name.Addresses[0];

        Use();

        await PassAsync(Second, "the name is forgotten", () => !_book.Knows(Name));
        Assert.True(address.IsGone);
        Assert.Equal([Name], _changed);
    }

    [Fact]
    public async Task Find_ServerLeavesDuringTheResolution_ReturnsAddressesThatAreGone()
    {
        var pending = new TaskCompletionSource();
        _resolver.Pending = pending.Task;
        var finding = _book.FindAsync(Name, Token).AsTask();
        Use();
        await PassAsync(Second, "the name is forgotten", () => _changed.Count == 1);

        pending.SetResult();

        Assert.True(Assert.Single((await finding).Name.Addresses).IsGone);
    }

    [Fact]
    public async Task Find_ResolverHasAFault_FailsAndRecordsIt()
    {
        _resolver.Pending = Task.FromException(new InvalidOperationException("a bug"));

        var (_, failure) = await _book.FindAsync(Name, Token);

        Assert.Equal(FailureCause.ProxyInternalError, failure.Cause);
        Assert.Equal((nameof(AddressBook), "InvalidOperationException: a bug"), (_faults.Latest?.Loop, _faults.Latest?.Text));
    }

    [Fact]
    public async Task Names_HandlerHasAFault_IsRecordedAndTheNextServerThatLeavesIsForgotten()
    {
        await AddressesAsync();
        _book.Changed += _ => throw new InvalidOperationException("a bug");

        Use("http://s2.test:80");
        await PassAsync(Second, "the fault is recorded", () => _faults.Latest is not null);
        _resolver.Set("s2.test", "10.0.0.2");
        await _book.FindAsync("s2.test", Token);
        Use();

        await PassAsync(Second, "the name is forgotten", () => !_book.Knows("s2.test"));
    }

    private int Warnings => _log.Entries.Count(entry => entry.Level == LogLevel.Warning);

    private static string TextOf(NameState name) => string.Join<KnownAddress>(",", name.Addresses);

    private async Task<string> AddressesAsync() => TextOf((await _book.FindAsync(Name, Token)).Name);

    private Task PassAsync(TimeSpan time, string what, Func<bool> condition)
    {
        _time.Advance(time);
        return Eventually.TrueAsync(
            what,
            () =>
            {
                if (condition())
                {
                    return true;
                }

                // The book may not have begun to wait when the time passed.
                _time.Advance(Second);
                return false;
            },
            Patience);
    }

    private async Task StartAsync(TimeSpan interval)
    {
        var options = Options.Create(new UpstreamOptions { ResolveInterval = interval });
        _book = new(_resolver, _state, options, _time, LoopLogs.Of(_log, _faults));
        _book.Changed += name => _changed.Add(name.Name);
        await _book.StartAsync(Token);
    }

    private void Use(params string[] urls)
    {
        var servers = urls.Select((url, number) => new Server { Id = new($"s{number}"), Url = url });
        var cluster = ClusterSnapshot.Create(new(new("epoch"), 1, servers), PlacementAlgorithm.Ring);
        _state.Publish(new(cluster, Bound: null), TimeSpan.Zero);
    }
}
