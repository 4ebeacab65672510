using LoadBalancer.Core.Selection;

namespace LoadBalancer.Dashboard.State;

/// <summary>Describes a selection in words, for both the page and the API.</summary>
internal static class SelectionText
{
    /// <summary>Explains, in relation to the owner, why a request goes to a server.</summary>
    public static string Why(SelectionReason reason, string owner) => reason switch
    {
        SelectionReason.Owner => "it owns the key",
        SelectionReason.OwnerUnhealthy => $"the owner {owner} is unhealthy",
        SelectionReason.OwnerDraining => $"the owner {owner} is draining",
        SelectionReason.OwnerOverloaded => $"the owner {owner} has reached its load bound",
        SelectionReason.Panic => "it owns the key; all servers are used, because too few are healthy",
        SelectionReason.None => "no server is usable",
        _ => reason.ToString(),
    };
}
