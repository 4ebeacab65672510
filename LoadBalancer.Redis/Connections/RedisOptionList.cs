using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace LoadBalancer.Redis.Connections;

/// <summary>
/// Parses StackExchange.Redis's format: endpoints, then options, separated by commas. Problems are reported as a
/// <see cref="FormatException"/> that contains no part of the text.
/// </summary>
internal static class RedisOptionList
{
    public static RedisConnection Parse(string text)
    {
        var elements = text.Split(',');
        var kept = new List<string>();
        var (user, password, isAmongOptions) = ((string?)null, (string?)null, false);
        for (var i = 0; i < elements.Length; i++)
        {
            var element = elements[i].Trim();
            var place = $"element {(i + 1).ToString(CultureInfo.InvariantCulture)} of "
                + $"{elements.Length.ToString(CultureInfo.InvariantCulture)}";
            if (element.IndexOf('=', StringComparison.Ordinal) <= 0)
            {
                // The client accepts anything as a host, including the part of a password after a comma.
                kept.Add(
                    isAmongOptions || !IsEndpoint(element) ? throw new FormatException($"has an invalid endpoint ({place})") : element);
                continue;
            }

            isAmongOptions = true;
            var option = TryReadOption(element)
                ?? throw new FormatException($"has an option that is unknown or has an invalid value ({place})");
            user = option.User ?? user;
            password = option.Password ?? password;
            if (option is { User: null, Password: null })
            {
                kept.Add(element);
            }
        }

        return kept.Exists(IsEndpoint) ? new(string.Join(',', kept), user, password) : throw new FormatException("has no endpoint");
    }

    /// <summary>Parses one option with the client's own parser; returns <see langword="null"/> if it is rejected.</summary>
    public static ConfigurationOptions? TryReadOption(string element)
    {
        try
        {
            return ConfigurationOptions.Parse(element);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Whether an element is a host, a host and a port, or the path of a Unix socket.</summary>
    public static bool IsEndpoint(string element)
    {
        if (element.StartsWith('!'))
        {
            return element.Length > 1;
        }

        if (IPAddress.TryParse(element, out _))
        {
            return true;
        }

        var colon = element.LastIndexOf(':');
        return colon < 0 ? IsHost(element) : IsHost(element[..colon]) && IsPort(element[(colon + 1)..]);
    }

    public static bool IsPort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    /// <summary>Whether a text is a name or an address, with an IPv6 address in brackets.</summary>
    public static bool IsHost(string text) => text.StartsWith('[')
        ? text.EndsWith(']') && IPAddress.TryParse(text[1..^1], out _)
        : text.Length > 0
            && !text.StartsWith('-')
            && text.All(character => char.IsLetterOrDigit(character) || character is '-' or '.' or '_');
}
