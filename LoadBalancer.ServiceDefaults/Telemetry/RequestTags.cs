using System.Diagnostics;

namespace LoadBalancer.ServiceDefaults.Telemetry;

/// <summary>What who sends a request knows of it, for the span that the HTTP client makes of it later.</summary>
public static class RequestTags
{
    private static readonly HttpRequestOptionsKey<KeyValuePair<string, object?>[]> Key = new("LoadBalancer.Tags");

    /// <summary>Has a request's span tagged.</summary>
    public static void Set(HttpRequestMessage request, params KeyValuePair<string, object?>[] tags) => request.Options.Set(Key, tags);

    internal static void Copy(Activity activity, HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(Key, out var tags))
        {
            foreach (var (name, value) in tags)
            {
                activity.SetTag(name, value);
            }
        }
    }
}
