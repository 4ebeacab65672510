namespace LoadBalancer.Proxy.Keys;

/// <summary>The field <c>Cookie</c> (RFC 6265 §4.2.1).</summary>
internal static class CookieText
{
    /// <summary>
    /// The value of the first cookie of a name, its escapes undone; empty where there is none. Names are told apart by case.
    /// </summary>
    public static ReadOnlySpan<char> Find(ReadOnlySpan<char> cookies, string name)
    {
        foreach (var range in cookies.Split(';'))
        {
            var cookie = cookies[range].Trim(" \t");
            var equals = cookie.IndexOf('=');
            if (equals >= 0 && cookie[..equals].SequenceEqual(name))
            {
                var value = cookie[(equals + 1)..];
                return value.Contains('%') ? Uri.UnescapeDataString(value) : value;
            }
        }

        return [];
    }
}
