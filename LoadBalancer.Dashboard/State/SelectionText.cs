using LoadBalancer.Core.Selection;

namespace LoadBalancer.Dashboard.State;

/// <summary>A selection in words, for the page and the API alike.</summary>
internal static class SelectionText
{
    /// <summary>Why a request goes where it goes, about the owner.</summary>
    public static string Why(SelectionReason reason, string owner) => reason switch
    {
        SelectionReason.Owner => "it owns the key",
        SelectionReason.OwnerUnhealthy => $"the owner {owner} is unhealthy",
        SelectionReason.OwnerDraining => $"the owner {owner} is draining",
        SelectionReason.OwnerOverloaded => $"the owner {owner} has more than its part of the load",
        SelectionReason.Panic => "it owns the key, and so few servers are healthy that all are used",
        SelectionReason.None => "no server is usable",
        _ => reason.ToString(),
    };
}
