namespace LoadBalancer.Core.Hashing.Ketama;

/// <summary>Determines the name of a server in nginx.</summary>
public static class KetamaName
{
    /// <summary>
    /// Returns the host and the port of a recorded URL, as written: <c>http://10.0.0.1:8080/app</c> corresponds to nginx's <c>server
    /// 10.0.0.1:8080;</c> and <c>http://cache.example</c>, without a port, to <c>server cache.example;</c>.
    /// </summary>
    /// <param name="url">A URL in the form that <see cref="Membership.ServerRules.CheckUrl"/> returns.</param>
    public static string FromUrl(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var length = url.AsSpan(start).IndexOf('/');
        return length < 0 ? url[start..] : url.Substring(start, length);
    }
}
