namespace LoadBalancer.AppHost.Readiness;

/// <summary>Aspire's own dashboard, a hidden resource.</summary>
internal static class AspireDashboard
{
    public const string ResourceName = "aspire-dashboard";
    private const string LoginPath = "/login?t=";

    /// <summary>Returns the dashboard's URL with its login token; <see langword="null"/> if the dashboard does not run.</summary>
    public static string? UrlIn(ResourceNotificationService notifications) =>
        notifications.TryGetCurrentState(ResourceName, out var present)
            ? present.Snapshot.Urls.FirstOrDefault(url => url.Url.Contains(LoginPath, StringComparison.Ordinal))?.Url
            : null;
}
