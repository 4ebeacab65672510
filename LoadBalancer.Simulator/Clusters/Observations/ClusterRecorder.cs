using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Selection;
using LoadBalancer.Core.Statistics;
using LoadBalancer.Simulator.Clusters.Gateways;
using LoadBalancer.Simulator.Clusters.Servers;
using LoadBalancer.Simulator.Clusters.Timing;
using LoadBalancer.Simulator.Statistics;

namespace LoadBalancer.Simulator.Clusters.Observations;

/// <summary>Counts requests and their outcomes. Requests that arrive during the warm-up are served but not counted.</summary>
internal sealed class ClusterRecorder(
    VirtualTime time,
    TimeSpan warmup,
    SimulationTimeline timeline,
    LoadBoundObserver loads,
    NewcomerObserver newcomers,
    Func<ServerId, SimulatedServer?> find)
{
    private readonly Dictionary<ServerId, long> _servers = [];
    private readonly Dictionary<string, long> _failures = new(StringComparer.Ordinal);

    public long Requests { get; private set; }

    public long Failed { get; private set; }

    public long Attempts { get; private set; }

    /// <summary>The number of requests by the reason for which their first server was selected.</summary>
    public long[] Reasons { get; } = new long[Enum.GetValues<SelectionReason>().Length];

    public LatencyStatistics Latency { get; } = new(LatencyBuckets.Fine);

    /// <summary>The longest time from the death of a server to a request that was still sent to it first.</summary>
    public TimeSpan Detection { get; private set; }

    public IReadOnlyDictionary<ServerId, long> Servers => _servers;

    public IReadOnlyDictionary<string, long> Failures => _failures;

    public void Begin(SimulatedRequest request)
    {
        if (IsMeasured(request))
        {
            Requests++;
            timeline.Now.Requests++;
        }
    }

    /// <summary>Records a request that arrived while no gateway was running.</summary>
    public void Reject()
    {
        if (time.Elapsed >= warmup)
        {
            Requests++;
            timeline.Now.Requests++;
            Fail("no gateway");
        }
    }

    public void BeginAttempt(SimulatedRequest request, ServerId server)
    {
        var isMeasured = IsMeasured(request);
        loads.Begin(request, server, isMeasured);
        if (!isMeasured)
        {
            return;
        }

        Attempts++;
        timeline.Now.Attempts++;
        if (request.Attempts.Count == 1)
        {
            newcomers.Count(server);
            Reasons[(int)request.Attempts.Current.Reason]++;
            timeline.Now.Spilled += request.Attempts.Current.Reason == SelectionReason.OwnerOverloaded ? 1 : 0;
            if (find(server) is { IsWell: false } dead && !request.Cluster.Health.IsPanic && time.Now - dead.DiedAt > Detection)
            {
                Detection = time.Now - dead.DiedAt;
            }
        }
    }

    public void EndAttempt(ServerId server) => loads.End(server);

    /// <param name="request">The request that ended.</param>
    /// <param name="failure">The kind of failure, or <see langword="null"/> if the request succeeded.</param>
    public void End(SimulatedRequest request, string? failure)
    {
        if (!IsMeasured(request))
        {
            return;
        }

        Latency.Record(time.Elapsed - request.Began);
        timeline.Now.Latency.Record(time.Elapsed - request.Began);
        if (failure is not null)
        {
            Fail(failure);
        }

        if (request.Attempts.Last is { Id: var server })
        {
            _servers[server] = _servers.GetValueOrDefault(server) + 1;
        }
    }

    private bool IsMeasured(SimulatedRequest request) => request.Began >= warmup;

    private void Fail(string failure)
    {
        Failed++;
        timeline.Now.Failures++;
        _failures[failure] = _failures.GetValueOrDefault(failure) + 1;
    }
}
