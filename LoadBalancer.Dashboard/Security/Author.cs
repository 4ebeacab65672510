using System.Security.Claims;

namespace LoadBalancer.Dashboard.Security;

/// <summary>Who changes something, as the events name them.</summary>
internal static class Author
{
    /// <summary>Where there are no keys: whoever uses this machine.</summary>
    public const string Local = "local";

    /// <summary>The name of the key, of a request to the API and of a visitor of the page alike.</summary>
    public static string Of(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, Name: { } name } ? name : Local;
}
