using System.Collections.Concurrent;
using System.Net;
using Aspire.Hosting.ApplicationModel;
using LoadBalancer.Aspire.Hosting.Control;
using LoadBalancer.Aspire.Hosting.Replicas;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Aspire.Hosting.Replicas;

public sealed class ReplicaFollowerTests : IAsyncLifetime
{
    private const int Changing = 5301;
    private const int Unreachable = 5302;
    private const int Back = 5303;
    private const int Failed = 5304;
    private const int Rejected = 5305;
    private const int Fault = 5306;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordedLifetime _lifetime = new();
    private readonly RecordingLogger<ReplicaFollower> _logger = new();
    private readonly ScriptedControlApi _api = new();
    private readonly ConcurrentQueue<string> _commands = new();
    private readonly SpareServers _spares = new();
    private readonly ReplicaFollower _follower;
    private Func<IResource, CancellationToken, Task<ExecuteCommandResult>> _respond = (_, _) => Task.FromResult(CommandResults.Success());

    public ReplicaFollowerTests()
    {
        var servers = Enumerable.Range(1, 5).Select(number => new ExecutableResource($"backend-{number}", "backend", "."));
        var set = new ReplicaSet(new LoadBalancerDashboardProjectResource("dashboard", apiKey: null), [.. servers], Initially: 2);
        var changes = new ReplicaSwitch(set, ExecuteAsync, _spares, _logger);
        _follower = new(set, _api.ReportAsync, changes, _lifetime, _time, _logger);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _follower.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _follower.StopAsync(CancellationToken.None);
        _follower.Dispose();
        _lifetime.Dispose();
    }

    [Fact]
    public async Task Start_Always_AnnouncesItsCountAndThenOnlyReports()
    {
        Assert.Equal((Kept: 2, Most: 5, Count: 2), await RoundAsync(2));
        Assert.Equal((2, 5, null), await RoundAsync(2));
        Assert.Equal((2, 5, null), await RoundAsync(2));

        Assert.Empty(_commands);
        Assert.Empty(_logger.Entries);
    }

    [Fact]
    public async Task Report_Name_NamesThisMachineAndProcess()
    {
        var call = await _api.NextAsync(Token);

        Assert.Equal($"{Environment.MachineName}/{Environment.ProcessId}", call.Report.Name);
    }

    [Fact]
    public async Task Wanted_More_StartsTheNextSparesInOrder()
    {
        await RoundAsync(2);
        await RoundAsync(4);

        Assert.Equal((4, 5, null), await RoundAsync(4));
        Assert.Equal(["start backend-3", "start backend-4"], _commands);
        Assert.Equal(
            (new EventId(Changing), LogLevel.Information, "Changing the number of servers from 2 to 4"),
            WithoutName(Assert.Single(_logger.Entries)));
    }

    [Fact]
    public async Task Wanted_Fewer_StopsTheHighestAndStartsThemAgainWhenWanted()
    {
        await RoundAsync(4);
        await RoundAsync(2);
        await RoundAsync(3);
        await RoundAsync(3);

        Assert.Equal(["start backend-3", "start backend-4", "stop backend-3", "stop backend-4", "start backend-3"], _commands);
    }

    [Theory]
    [InlineData(9, 5, "start backend-3,start backend-4,start backend-5")]
    [InlineData(0, 1, "stop backend-2")]
    [InlineData(-3, 1, "stop backend-2")]
    public async Task Wanted_OutOfRange_KeepsTheNearestAllowedCount(int wanted, int kept, string commands)
    {
        await RoundAsync(wanted);

        Assert.Equal((kept, 5, null), await RoundAsync(wanted));
        Assert.Equal(commands, string.Join(',', _commands));
    }

    [Fact]
    public async Task Dashboard_NotReadyYet_CausesNoWarningAndGetsTheCountLater()
    {
        await FailRoundAsync();
        await FailRoundAsync();

        Assert.Equal((2, 5, 2), await RoundAsync(2));
        Assert.Equal((2, 5, null), await RoundAsync(2));
        Assert.Empty(_logger.Entries);
    }

    [Fact]
    public async Task Dashboard_Unreachable_IsLoggedOnceAndChangesNothingUntilItReturns()
    {
        await RoundAsync(2);
        await FailRoundAsync();
        await FailRoundAsync();
        await FailRoundAsync();

        Assert.Equal((2, 5, null), await RoundAsync(3));
        await RoundAsync(3);

        Assert.Equal(["start backend-3"], _commands);
        Assert.Equal([Unreachable, Back, Changing], _logger.Entries.Select(entry => entry.Id.Id));
        Assert.Equal("dashboard does not respond; the number of servers remains unchanged: no response", _logger.Entries[0].Message);
        Assert.Equal("dashboard responds again; following its number of servers", _logger.Entries[1].Message);
    }

    [Fact]
    public async Task Dashboard_Rejects_IsLoggedOnceWithTheStatus()
    {
        await RoundAsync(2);
        await FailRoundAsync(HttpStatusCode.ServiceUnavailable);
        await FailRoundAsync(HttpStatusCode.ServiceUnavailable);
        await RoundAsync(2);
        await _api.NextAsync(Token);

        Assert.Equal([Rejected, Back], _logger.Entries.Select(entry => entry.Id.Id));
        Assert.Equal("dashboard responds with 503; the number of servers remains unchanged: no response", _logger.Entries[0].Message);
    }

    [Theory]
    [InlineData(ReplicaFollower.ConflictsOfAnEarlierRun, 0)]
    [InlineData(ReplicaFollower.ConflictsOfAnEarlierRun + 2, 1)]
    public async Task Dashboard_FollowsAnotherOrchestratorFromTheStart_IsLoggedOnceItCannotBeAnEarlierRun(int conflicts, int rejections)
    {
        for (var i = 0; i < conflicts; i++)
        {
            await FailRoundAsync(HttpStatusCode.Conflict);
        }

        // The follower has not announced its number yet, so it does so now.
        Assert.Equal((2, 5, 2), await RoundAsync(2));
        Assert.Equal(rejections, _logger.CountOf(Rejected));
        Assert.Empty(_commands);
    }

    [Fact]
    public async Task Dashboard_FollowsAnotherOrchestratorLater_IsLoggedOnce()
    {
        await RoundAsync(2);
        for (var i = 0; i < ReplicaFollower.ConflictsOfAnEarlierRun + 2; i++)
        {
            await FailRoundAsync(HttpStatusCode.Conflict);
        }

        await RoundAsync(2);
        Assert.Equal(1, _logger.CountOf(Rejected));
    }

    [Fact]
    public async Task Dashboard_TwoAlternatingFailures_AreLoggedOnceEach()
    {
        await RoundAsync(2);
        await FailRoundAsync(HttpStatusCode.ServiceUnavailable);
        await FailRoundAsync();
        await FailRoundAsync(HttpStatusCode.ServiceUnavailable);
        await FailRoundAsync();
        await RoundAsync(2);
        await _api.NextAsync(Token);

        Assert.Equal([Rejected, Unreachable, Back], _logger.Entries.Select(entry => entry.Id.Id));
    }

    [Fact]
    public async Task Dashboard_TimesOut_IsUnreachableAndQueriedAgain()
    {
        await RoundAsync(2);
        (await _api.NextAsync(Token)).Response.SetException(new TaskCanceledException("The request timed out."));
        _time.Advance(ReplicaFollower.Interval);
        await RoundAsync(2);

        Assert.Equal(1, _logger.CountOf(Unreachable));
        Assert.False(_follower.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task Report_ThrowsAnUnexpectedException_IsLoggedOnceAsAFaultAndFollowingContinues()
    {
        await RoundAsync(2);
        for (var i = 0; i < 3; i++)
        {
            (await _api.NextAsync(Token)).Response.SetException(new InvalidOperationException("a bug"));
            _time.Advance(ReplicaFollower.Interval);
        }

        await RoundAsync(2);

        Assert.Equal((Fault, LogLevel.Error), (_logger.Entries.Single().Id.Id, _logger.Entries.Single().Level));
        Assert.False(_follower.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task Dashboard_UnreachableTwice_IsLoggedTwice()
    {
        await RoundAsync(2);
        await FailRoundAsync();
        await RoundAsync(2);
        await FailRoundAsync();
        await RoundAsync(2);
        await _api.NextAsync(Token);

        Assert.Equal([Unreachable, Back, Unreachable, Back], _logger.Entries.Select(entry => entry.Id.Id));
    }

    [Fact]
    public async Task Store_Emptied_GetsTheCountAgain()
    {
        await RoundAsync(2);
        await RoundAsync(3);

        Assert.Equal((3, 5, null), await RoundAsync(null));
        Assert.Equal((3, 5, 3), await RoundAsync(3));
        Assert.Equal((3, 5, null), await RoundAsync(3));
        Assert.Equal(["start backend-3"], _commands);
    }

    [Fact]
    public async Task Command_Fails_IsLoggedWithItsReason()
    {
        _respond = (server, _) => Task.FromResult(
            server.Name is "backend-3" ? CommandResults.Failure("no such program") : CommandResults.Success());
        await RoundAsync(4);
        await RoundAsync(4);

        var failure = Assert.Single(_logger.Entries, entry => entry.Id.Id == Failed);
        Assert.Equal((LogLevel.Error, "The command start failed for backend-3: no such program"), (failure.Level, failure.Message));
    }

    [Fact]
    public async Task Application_Stops_EndsFollowing()
    {
        await RoundAsync(2);
        var open = await _api.NextAsync(Token);

        _lifetime.StopApplication();
        await _follower.ExecuteTask!.WaitAsync(Patience, Token);

        open.Response.SetResult(new ReplicaStatus(5));
        Assert.Empty(_commands);
        Assert.Empty(_logger.Entries);
    }

    [Fact]
    public async Task Application_StopsBetweenReports_EndsFollowing()
    {
        (await _api.NextAsync(Token)).Response.SetResult(new ReplicaStatus(2));

        _lifetime.StopApplication();

        await _follower.ExecuteTask!.WaitAsync(Patience, Token);
        Assert.Empty(_logger.Entries);
    }

    private static (EventId Id, LogLevel Level, string Message) WithoutName((EventId Id, LogLevel Level, string Message) entry) =>
        (new EventId(entry.Id.Id), entry.Level, entry.Message);

    /// <summary>Responds to the pending report and advances the time to the next one.</summary>
    private async Task<(int Kept, int Most, int? Count)> RoundAsync(int? wanted)
    {
        var call = await _api.NextAsync(Token);
        call.Response.SetResult(new ReplicaStatus(wanted));
        _time.Advance(ReplicaFollower.Interval);
        return (call.Report.Kept, call.Report.Most, call.Report.Count);
    }

    private async Task FailRoundAsync(HttpStatusCode? status = null)
    {
        (await _api.NextAsync(Token)).Response.SetException(new HttpRequestException("no response", inner: null, status));
        _time.Advance(ReplicaFollower.Interval);
    }

    private Task<ExecuteCommandResult> ExecuteAsync(IResource server, string command, CancellationToken stop)
    {
        _commands.Enqueue($"{command} {server.Name}");
        return _respond(server, stop);
    }

}
