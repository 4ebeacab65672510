using System.Diagnostics;

namespace LoadBalancer.Yarp.Forwarding;

/// <summary>Tags of a request, for the span that the HTTP client creates for it later.</summary>
internal static class RequestTags
{
    private static readonly HttpRequestOptionsKey<KeyValuePair<string, object?>[]> Key = new("LoadBalancer.Tags");

    /// <summary>Keeps tags for a request's span.</summary>
    public static void Set(HttpRequestMessage request, params KeyValuePair<string, object?>[] tags) => request.Options.Set(Key, tags);

    /// <summary>Copies the tags of a request to its span.</summary>
    public static void Copy(Activity activity, HttpRequestMessage request)
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
