namespace LoadBalancer.Core.Hashing.Ketama;

/// <summary>The name by which nginx would know a server.</summary>
public static class KetamaName
{
    /// <summary>
    /// The host and the port of a recorded URL, as written: <c>http://10.0.0.1:8080/app</c> is what nginx calls
    /// <c>server 10.0.0.1:8080;</c> and <c>http://cache.example</c>, without a port, <c>server cache.example;</c>.
    /// </summary>
    /// <param name="url">A URL in the form that <see cref="Membership.ServerRules.CheckUrl"/> makes.</param>
    public static string FromUrl(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var length = url.AsSpan(start).IndexOf('/');
        return length < 0 ? url[start..] : url.Substring(start, length);
    }
}
