using LoadBalancer.AppHost.Launcher;
using LoadBalancer.Registry.InMemory;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.AppHost.Launcher;

public sealed class ReplicaFollowerTests : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordedOutput _output = new();
    private readonly ScriptedChildRunner _runner = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly FlakyReplicaStore _replicas;
    private readonly Supervisor _supervisor;
    private Task _following = Task.CompletedTask;

    public ReplicaFollowerTests()
    {
        _replicas = new(NewStore());
        _supervisor = new(_runner, _output, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _supervisor.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Start_WhateverTheStoreHas_TheArgumentCountsAndIsReported()
    {
        await _replicas.SetWantedAsync(9, "an earlier launcher", Token);

        await StartAsync();

        await AdvanceUntilAsync("it reports", async () => await _replicas.ReadAsync(Token) is { Wanted: 2, Orchestrator.Kept: 2 });
        Assert.False(_runner.HasStartedAnother);
        Assert.Empty(_output.Lines);
    }

    [Fact]
    public async Task Wanted_More_StartsTheNextNumbersAndSaysSo()
    {
        await StartAsync();
        await WantAsync(4);

        await ReportsAsync(4);

        string[] started = [(await _runner.NextAsync()).Name, (await _runner.NextAsync()).Name];
        Assert.Equal(["backend-3", "backend-4"], started.Order(StringComparer.Ordinal));
        Assert.Equal(["Replicas: 4 wanted instead of 2: starting backend-3 to backend-4"], _output.Lines);
    }

    [Fact]
    public async Task Wanted_Fewer_StopsTheHighestAndStartsThemAgainWhenWanted()
    {
        await StartAsync();
        await WantAsync(1);
        await ReportsAsync(1);
        await WantAsync(2);
        await ReportsAsync(2);

        Assert.Equal("backend-2", (await _runner.NextAsync()).Name);
        Assert.Equal(
            ["Replicas: 1 wanted instead of 2: draining and stopping backend-2", "Replicas: 2 wanted instead of 1: starting backend-2"], _output.Lines);
        Assert.Empty(_output.ErrorLines);
    }

    [Fact]
    public async Task Store_Away_IsSaidOnceAndFollowedAgainWhenItIsBack()
    {
        await StartAsync();
        await ReportsAsync(2);
        _replicas.IsAway = true;
        var calls = _replicas.Calls;
        await AdvanceUntilAsync("it has tried", () => Task.FromResult(_replicas.Calls > calls + 3));
        Assert.Single(_output.ErrorLines);

        _replicas.IsAway = false;
        await WantAsync(3);
        await ReportsAsync(3);

        Assert.Equal("backend-3", (await _runner.NextAsync()).Name);
        Assert.Contains(_output.Lines, line => line.EndsWith("can be read again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Store_AwayAtTheStart_IsToldTheArgumentOnceItIsThere()
    {
        await _replicas.SetWantedAsync(9, "an earlier launcher", Token);
        _replicas.IsAway = true;
        await StartAsync();
        await AdvanceUntilAsync("it has tried", () => Task.FromResult(_replicas.Calls > 3));

        _replicas.IsAway = false;
        await ReportsAsync(2);

        Assert.Equal(2, (await _replicas.ReadAsync(Token)).Wanted);
    }

    [Fact]
    public async Task Store_Emptied_IsToldAgainWhatWasWanted()
    {
        await StartAsync();
        await WantAsync(3);
        await ReportsAsync(3);

        _replicas.Inner = NewStore();
        await ReportsAsync(3);

        Assert.Equal(3, (await _replicas.ReadAsync(Token)).Wanted);
    }

    [Fact]
    public async Task Stop_WhileAServerIsBeingStopped_WaitsForIt()
    {
        var stubborn = new ScriptedChildRunner(stubborn: true);
        await using var supervisor = new Supervisor(stubborn, _output, _time);
        using var kill = new CancellationTokenSource();
        foreach (var backend in ResourceSamples.Topology.Backends)
        {
            supervisor.Start(backend);
            await stubborn.NextAsync();
        }

        _following = new ReplicaFollower(_replicas, ResourceSamples.Topology, supervisor, Deadline, _output, _time).RunAsync(_stop.Token, kill.Token);
        await WantAsync(1);
        await ReportsAsync(1);
        await _stop.CancelAsync();
        Assert.False(_following.IsCompleted);

        await kill.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _following);
        Assert.Equal(["backend-2 did not stop yet, killing it"], _output.ErrorLines);
    }

    private InMemoryReplicaStore NewStore() => new(_time, new InMemoryEventLog());

    private async Task StartAsync()
    {
        foreach (var backend in ResourceSamples.Topology.Backends)
        {
            _supervisor.Start(backend);
            await _runner.NextAsync();
        }

        _following = new ReplicaFollower(_replicas, ResourceSamples.Topology, _supervisor, Deadline, _output, _time).RunAsync(_stop.Token, CancellationToken.None);
    }

    /// <summary>Only once the launcher has told its own number, which counts at the start.</summary>
    private async Task WantAsync(int count)
    {
        await AdvanceUntilAsync("the launcher reports", async () => (await _replicas.ReadAsync(Token)).Orchestrator is not null);
        await _replicas.SetWantedAsync(count, "ops", Token);
    }

    private Task ReportsAsync(int kept) =>
        AdvanceUntilAsync($"the launcher keeps {kept}", async () => (await _replicas.ReadAsync(Token)).Orchestrator?.Kept == kept);

    private Task AdvanceUntilAsync(string what, Func<Task<bool>> condition) => Eventually.TrueAsync(
        what,
        () =>
        {
            _time.Advance(ReplicaFollower.Interval);
            return condition();
        },
        Patience);
}
