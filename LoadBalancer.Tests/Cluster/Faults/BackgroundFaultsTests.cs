using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Membership;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LoadBalancer.Tests.Cluster.Faults;

public sealed class BackgroundFaultsTests
{
    private const int First = 2601;
    private const int Persists = 2602;

    private readonly FakeTimeProvider _time = new(Changes.Noon);
    private readonly RecordingLogger<BackgroundFaults> _log = new();
    private readonly BackgroundFaults _faults;

    public BackgroundFaultsTests() => _faults = new(_time, _log);

    [Fact]
    public void Latest_NothingRecorded_IsNull() => Assert.Null(_faults.Latest);

    [Fact]
    public void Record_First_IsLoggedAsAnErrorAndShown()
    {
        _faults.Record("Loop", new InvalidOperationException("broken\nfor good"));

        var entry = Assert.Single(_log.Entries);
        Assert.Equal((First, LogLevel.Error), (entry.Id.Id, entry.Level));
        Assert.Equal(new("Loop", "InvalidOperationException: broken for good", Changes.Noon, Changes.Noon, 1), _faults.Latest);
    }

    [Fact]
    public void Record_EachSecondForAnHour_IsLoggedAtDoublingIntervals()
    {
        for (var second = 0; second <= 3_600; second++)
        {
            _faults.Record("Loop", new InvalidOperationException("broken"));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // After 1, 3, 7, 15, and 31 minutes.
        Assert.Equal((1, 5), (_log.CountOf(First), _log.CountOf(Persists)));
        Assert.Equal((3_601L, Changes.Noon), (_faults.Latest!.Count, _faults.Latest.Since));
    }

    [Fact]
    public void Record_AnotherLoopOrAnotherType_IsLoggedSeparately()
    {
        _faults.Record("One", new InvalidOperationException());
        _faults.Record("Two", new InvalidOperationException());
        _faults.Record("One", new NotSupportedException());
        _faults.Record("One", new InvalidOperationException());

        Assert.Equal((3, 0), (_log.CountOf(First), _log.CountOf(Persists)));
    }

    [Fact]
    public void Record_ChangingMessage_IsShownAndNotLoggedAgain()
    {
        for (var i = 0; i < 100; i++)
        {
            _faults.Record("Loop", new InvalidOperationException($"number {i}"));
        }

        Assert.Single(_log.Entries);
        Assert.EndsWith("number 99", _faults.Latest!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Latest_TenMinutesWithoutTheFault_IsForgottenAndLoggedAnewAfterwards()
    {
        _faults.Record("Loop", new InvalidOperationException());
        _time.Advance(BackgroundFaults.Memory - TimeSpan.FromTicks(1));
        Assert.NotNull(_faults.Latest);

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_faults.Latest);
        _faults.Record("Loop", new InvalidOperationException());

        Assert.Equal((2, 1L), (_log.CountOf(First), _faults.Latest!.Count));
    }

    [Fact]
    public void Latest_SeveralLoops_IsTheOneThatOccurredLast()
    {
        _faults.Record("One", new InvalidOperationException());
        _time.Advance(TimeSpan.FromSeconds(1));
        _faults.Record("Two", new InvalidOperationException());

        Assert.Equal("Two", _faults.Latest!.Loop);
    }

    public static TheoryData<Exception, bool> Exceptions => new()
    {
        { new TimeoutException(), true },
        { new StoreException(), true },
        { new StoreException(StoreCondition.NotWritable, "READONLY", new InvalidOperationException()), true },
        { new RegistryContentionException(), true },
        { new StoreException(StoreCondition.Rejected, "NOPERM", new InvalidOperationException()), false },
        { new InvalidOperationException(), false },
        { new OperationCanceledException(), false },
        { new ObjectDisposedException("something"), false },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void TryRecordFault_Exception_IsAFaultUnlessTheStoreIsTheReason(Exception exception, bool isTemporary)
    {
        Assert.Equal(!isTemporary, LoopLogs.Of<BackgroundFaultsTests>(faults: _faults).TryRecordFault(exception));

        Assert.Equal(isTemporary ? null : nameof(BackgroundFaultsTests), _faults.Latest?.Loop);
    }
}
