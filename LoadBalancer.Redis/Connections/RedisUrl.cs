using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace LoadBalancer.Redis.Connections;

/// <summary>
/// Parses <c>redis://[USER]:PASSWORD@HOST[:PORT][/DATABASE][?OPTION=VALUE&amp;…]</c>, or <c>rediss</c> for TLS; several hosts are separated
/// by commas. Problems are reported as a <see cref="FormatException"/> that contains no part of the text.
/// </summary>
internal static class RedisUrl
{
    private const string DefaultPort = "6379";
    private const string Scheme = "redis://";
    private const string TlsScheme = "rediss://";

    public static bool IsUrl(string text)
    {
        var url = text.AsSpan().TrimStart();
        return url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || url.StartsWith(TlsScheme, StringComparison.OrdinalIgnoreCase);
    }

    /// <param name="text">The URL.</param>
    /// <param name="isPasswordApart">
    /// Whether the password is configured elsewhere, so that a single word before the <c>@</c> is the user.
    /// </param>
    public static RedisConnection Parse(string text, bool isPasswordApart)
    {
        var url = text.Trim();
        var isTls = url.StartsWith(TlsScheme, StringComparison.OrdinalIgnoreCase);
        var rest = url[(isTls ? TlsScheme : Scheme).Length..];
        if (rest.Contains('#', StringComparison.Ordinal))
        {
            throw new FormatException("is a URL with a fragment");
        }

        var (beforeQuery, query) = Cut(rest, '?');
        var (authority, path) = Cut(beforeQuery, '/');
        var at = authority.LastIndexOf('@');
        var (user, password) = Credentials(at < 0 ? null : authority[..at], isPasswordApart);
        var elements = authority[(at + 1)..].Split(',').Select(Endpoint).ToList();
        elements.AddRange((query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Option));
        if (!string.IsNullOrEmpty(path))
        {
            elements.Add(path.All(char.IsAsciiDigit) && RedisOptionList.TryReadOption($"defaultDatabase={path}") is not null
                ? $"defaultDatabase={path}"
                : throw new FormatException("is a URL whose path is not the number of a database"));
        }

        if (isTls)
        {
            elements.Add("ssl=true");
        }

        return new(string.Join(',', elements), user, password);
    }

    private static (string? User, string? Password) Credentials(string? text, bool isPasswordApart)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (null, null);
        }

        var (user, password) = Cut(text, ':');
        return password is null && !isPasswordApart
            ? throw new FormatException("is a URL with a single word before '@', which may be meant as user or password and needs a colon "
                + "after a user or before a password")
            : (NullIfEmpty(Decode(user)), NullIfEmpty(Decode(password ?? "")));
    }

    private static string Endpoint(string text)
    {
        var host = Decode(text);
        var afterAddress = host.LastIndexOf(']');
        var colon = host.IndexOf(':', afterAddress + 1);
        var (name, port) = colon < 0 ? (host, DefaultPort) : (host[..colon], host[(colon + 1)..]);
        return RedisOptionList.IsHost(name) && (port.Length == 0 || RedisOptionList.IsPort(port))
            ? $"{name}:{(port.Length == 0 ? DefaultPort : port)}"
            : throw new FormatException("is a URL with an invalid host or port");
    }

    /// <summary>Parses an option of StackExchange.Redis, or <c>db</c>; credentials belong before the host.</summary>
    private static string Option(string text)
    {
        var (name, value) = Cut(text, '=');
        var decoded = Decode(name);
        var option =
            $"{(string.Equals(decoded, "db", StringComparison.OrdinalIgnoreCase) ? "defaultDatabase" : decoded)}={Decode(value ?? "")}";
        return option.IndexOf('=', StringComparison.Ordinal) > 0
            && !option.Contains(',', StringComparison.Ordinal)
            && RedisOptionList.TryReadOption(option) is { User: null, Password: null, EndPoints.Count: 0 }
                ? option
                : throw new FormatException("is a URL whose query has an option that is unknown or has an invalid value");
    }

    private static string Decode(string text)
    {
        // Everything except percent signs is literal; encode the parts between them, so that the unescaped result is UTF-8.
        var parts = text.Split('%');
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(parts[0]));
        foreach (var part in parts.Skip(1))
        {
            if (part.Length < 2
                || !byte.TryParse(part.AsSpan(0, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                throw new FormatException("is a URL with an invalid percent-encoding, in which a percent sign itself is written %25");
            }

            bytes.Add(value);
            bytes.AddRange(Encoding.UTF8.GetBytes(part[2..]));
        }

        var decoded = bytes.ToArray();
        return Utf8.IsValid(decoded)
            ? Encoding.UTF8.GetString(decoded)
            : throw new FormatException("is a URL whose percent-encoding is not UTF-8");
    }

    private static (string Before, string? After) Cut(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, null);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
