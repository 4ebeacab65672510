using System.Collections.Immutable;

namespace LoadBalancer.Cluster.Tail;

/// <summary>What a dashboard wants to see, in the store: the texts of filters, which a later build may have more kinds of.</summary>
/// <param name="V">The version of the format.</param>
/// <param name="Filters">The filters.</param>
internal sealed record TailWish(int V, ImmutableArray<string> Filters)
{
    /// <summary>The version of the format that this build writes.</summary>
    public const int Version = 1;

    /// <summary>
    /// Returns the filters that gateways apply: of all dashboards, each once, at most <see cref="TailFilter.Most"/>. Those of a later build
    /// are omitted.
    /// </summary>
    /// <param name="wishes">The wishes, in an order that is the same for all gateways.</param>
    public static ImmutableArray<TailFilter> FiltersOf(IEnumerable<TailWish?> wishes) =>
    [
        .. wishes.Where(wish => wish is { V: Version, Filters.IsDefault: false })
            .SelectMany(wish => wish!.Filters)
            .Select(text => text is not null && TailFilter.TryParse(text, out var filter) ? filter : null)
            .OfType<TailFilter>()
            .Distinct()
            .Take(TailFilter.Most),
    ];
}
