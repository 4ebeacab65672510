using System.Collections.Concurrent;
using LoadBalancer.Core.Membership;
using LoadBalancer.Dashboard.State.Statistics;

namespace LoadBalancer.Dashboard.State;

/// <summary>
/// The traffic of each server in the last minute, computed for the servers that are asked for: a page shows 25 of up to 10,000. Thread-safe.
/// </summary>
/// <param name="window">The statistics of the last minute.</param>
internal sealed class ServerMinutes(StatisticsWindow window)
{
    private readonly ConcurrentDictionary<ServerId, TrafficFigures> _figures = new();

    /// <summary>Returns the traffic of a server.</summary>
    public TrafficFigures Of(ServerView server) => _figures.GetOrAdd(server.Server.Id, id => TrafficFigures.Of(window.Of(id)));

    /// <summary>Returns the number of requests per second that a server received.</summary>
    public double RateOf(ServerView server) => window.Length > TimeSpan.Zero ? Of(server).Requests / window.Length.TotalSeconds : 0;
}
