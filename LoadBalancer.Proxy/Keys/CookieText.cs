namespace LoadBalancer.Proxy.Keys;

/// <summary>The <c>Cookie</c> header (RFC 6265 §4.2.1).</summary>
internal static class CookieText
{
    /// <summary>Returns the unescaped value of the first cookie with a name; empty if there is none. Names are case-sensitive.</summary>
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
