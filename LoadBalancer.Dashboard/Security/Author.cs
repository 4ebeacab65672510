using System.Security.Claims;

namespace LoadBalancer.Dashboard.Security;

/// <summary>The author of changes, as named in events.</summary>
internal static class Author
{
    /// <summary>The author if there are no keys: any user of this machine.</summary>
    public const string Local = "local";

    /// <summary>Returns the name of the key, for requests to the API and visitors of the page alike.</summary>
    public static string Of(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, Name: { } name } ? name : Local;
}
