using System.Collections.Immutable;
using LoadBalancer.Cluster.Counters;

namespace LoadBalancer.Cluster.Recording;

/// <summary>Arithmetic on counts by server.</summary>
internal static class CountsExtensions
{
    public static ImmutableDictionary<string, ServerCounts> Plus(
        this ImmutableDictionary<string, ServerCounts> left, ImmutableDictionary<string, ServerCounts> right) =>
        left.SetItems(right.Select(entry => KeyValuePair.Create(entry.Key, left.GetValueOrDefault(entry.Key) + entry.Value)));
}
