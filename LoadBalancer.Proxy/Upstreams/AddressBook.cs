using System.Collections.Concurrent;
using System.Net.Sockets;
using LoadBalancer.Cluster.Faults;
using LoadBalancer.Cluster.Snapshots;
using LoadBalancer.Cluster.Store;
using LoadBalancer.Core.Failures;
using LoadBalancer.Core.Membership;
using Microsoft.Extensions.Options;

namespace LoadBalancer.Proxy.Upstreams;

/// <summary>
/// The addresses of all servers that have a name. Names are resolved again in the background, so that a request waits for a resolution only
/// if the name has never been resolved. A name that cannot be resolved again keeps its addresses. Thread-safe.
/// </summary>
internal sealed partial class AddressBook(
    INameResolver resolver, ClusterState state, IOptions<UpstreamOptions> options, TimeProvider timeProvider,
    LoopLog<AddressBook> log) : BackgroundService
{
    /// <summary>How many names are resolved at once: the platform may block a thread for each.</summary>
    private const int Concurrency = 8;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = log.Logger;
    private readonly ConcurrentDictionary<string, Entry> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _stop = new();
    private MembershipSnapshot? _membership;

    /// <summary>
    /// Raised after an address of a name is gone, or the name itself, on the thread that noticed it. Handlers must return at once and not
    /// throw.
    /// </summary>
    public event Action<NameState>? Changed;

    /// <summary>Whether the addresses of a name are known.</summary>
    public bool Knows(string name) => _names.TryGetValue(name, out var entry) && entry.State.Addresses.Length > 0;

    /// <summary>Returns the addresses of a name, at once if they are known.</summary>
    /// <returns>The name with at least one address, or the failure to resolve it.</returns>
    public ValueTask<(NameState Name, Failure Failure)> FindAsync(string name, CancellationToken cancellationToken)
    {
        var entry = _names.GetOrAdd(name, static name => new Entry(name));
        return entry.State.Addresses.Length > 0
            ? ValueTask.FromResult((entry.State, default(Failure)))
            : ResolveAsync(entry, cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();

        // The container disposes it twice: as itself, and as a hosted service.
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = options.Value.ResolveInterval;
        using var timer = new PeriodicTimer(Tick, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                ForgetUnused();
                if (interval > TimeSpan.Zero)
                {
                    await ResolveAgainAsync(interval, stoppingToken);
                }
            }
            catch (Exception exception) when (!StoreFailure.IsStop(exception, stoppingToken))
            {
                log.RecordFault(exception);
            }
        }
    }

    private Task ResolveAgainAsync(TimeSpan interval, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        _names.Values.Where(entry => timeProvider.GetElapsedTime(entry.ResolvedAt) >= interval),
        new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
        async (entry, token) => await ResolveAsync(entry, token));

    private async ValueTask<(NameState Name, Failure Failure)> ResolveAsync(Entry entry, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource<Failure>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref entry.Resolving, mine, comparand: null) is { } running)
        {
            return (entry.State, await running.Task.WaitAsync(cancellationToken));
        }

        _ = RunAsync(entry, mine);
        return (entry.State, await mine.Task.WaitAsync(cancellationToken));
    }

    /// <summary>Resolves a name for all who wait; no single request can cancel it. Does not throw, since nobody awaits it.</summary>
    private async Task RunAsync(Entry entry, TaskCompletionSource<Failure> resolving)
    {
        var failure = new Failure(FailureCause.DnsError);
        try
        {
            var addresses = await resolver.ResolveAsync(entry.State.Name, _stop.Token);
            failure = addresses.Length > 0 ? default : DialFailures.OfName(entry.State.Name, exception: null);
            if (failure.IsNone)
            {
                Apply(entry, entry.State.Update(addresses));
            }
        }
        catch (Exception exception) when (_stop.IsCancellationRequested)
        {
            failure = new(FailureCause.DnsError, "the gateway stops", exception);
        }
        catch (SocketException exception)
        {
            failure = DialFailures.OfName(entry.State.Name, exception);
        }
        catch (ArgumentException exception)
        {
            // The text is not a name that the system can look up, such as one of more than 255 characters.
            failure = new(FailureCause.DnsError, $"{entry.State.Name} is not a name", exception);
        }
        catch (Exception exception)
        {
            log.RecordFault(exception);
            failure = new(FailureCause.ProxyInternalError, $"{entry.State.Name} was not resolved because of a fault", exception);
        }
        finally
        {
            Report(entry, failure);
            entry.ResolvedAt = timeProvider.GetTimestamp();
            Volatile.Write(ref entry.Resolving, null);
            resolving.SetResult(failure);
        }
    }

    private void Apply(Entry entry, (bool IsGone, bool IsNew) change)
    {
        if (entry.ResolvedAt != 0 && (change.IsGone || change.IsNew))
        {
            LogMoved(entry.State.Name, string.Join<KnownAddress>(", ", entry.State.Addresses));
        }

        if (change.IsGone)
        {
            Changed?.Invoke(entry.State);
        }
    }

    /// <summary>
    /// Logs the beginning and the end of a series of failures. If the first resolution fails, so does a request or a probe, which reports
    /// it.
    /// </summary>
    private void Report(Entry entry, Failure failure)
    {
        if (failure.IsNone == !entry.HasFailed || entry.State.Addresses.Length == 0 || _stop.IsCancellationRequested)
        {
            return;
        }

        entry.HasFailed = !failure.IsNone;
        if (entry.HasFailed)
        {
            LogFailed(entry.State.Name, failure, string.Join<KnownAddress>(", ", entry.State.Addresses));
            if (failure.Exception is { } exception)
            {
                LogException(exception, entry.State.Name);
            }
        }
        else
        {
            LogResolved(entry.State.Name);
        }
    }

    /// <summary>Removes names that no server has any more. O(1) if the membership has not changed.</summary>
    private void ForgetUnused()
    {
        var membership = state.Cluster.Membership;
        if (ReferenceEquals(membership, _membership))
        {
            return;
        }

        _membership = membership;
        var used = membership.Servers.Select(server => new Uri(server.Url).IdnHost).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in _names.Keys.Where(name => !used.Contains(name)))
        {
            if (_names.TryRemove(name, out var left))
            {
                left.State.Forget();
                Changed?.Invoke(left.State);
            }
        }
    }

    [LoggerMessage(3722, LogLevel.Information, "The addresses of server name {Name} are now {Addresses}")]
    private partial void LogMoved(string name, string addresses);

    [LoggerMessage(3723, LogLevel.Warning,
        "Server name {Name} cannot be resolved again: {Failure}. Its last addresses stay in use: {Addresses}")]
    private partial void LogFailed(string name, Failure failure, string addresses);

    [LoggerMessage(3724, LogLevel.Information, "Server name {Name} can be resolved again")]
    private partial void LogResolved(string name);

    [LoggerMessage(3725, LogLevel.Debug, "The exception because of which server name {Name} could not be resolved again")]
    private partial void LogException(Exception exception, string name);

    private sealed class Entry(string name)
    {
        /// <summary>The resolution that is running, for everyone who needs its result.</summary>
        public TaskCompletionSource<Failure>? Resolving;

        public NameState State { get; } = new(name);

        /// <summary>The timestamp at which the last resolution ended; 0 before the first one.</summary>
        public long ResolvedAt { get; set; }

        /// <summary>Whether the last resolution failed although the addresses were known.</summary>
        public bool HasFailed { get; set; }
    }
}
