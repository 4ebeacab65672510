using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LoadBalancer.Tests.Functional.Relay;

/// <summary>
/// Reads HTTP/1 responses by the strictest reading of RFC 9112, and shares no code with the gateway that it checks. Throws
/// <see cref="FormatException"/> for anything else.
/// </summary>
internal static partial class ResponseReader
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture;
    private const int Patience = 1_000;

    /// <summary>Reads interim responses and the final one.</summary>
    /// <param name="text">Everything that arrived until the connection ended.</param>
    /// <param name="method">The method of the request.</param>
    public static ReadResponse Read(string text, string method = "GET")
    {
        var interim = new List<ReadResponse>();
        while (true)
        {
            var response = ReadOne(text, method);
            if (response.Status >= 200)
            {
                return response with { Interim = [.. interim] };
            }

            Demand(response.Status != 101, "a change of protocol");
            interim.Add(response);
            text = response.Rest;
        }
    }

    /// <summary>
    /// Reads one final response for each method, with the interim responses before it; the rest of each is the text after it.
    /// </summary>
    public static ReadResponse[] ReadAll(string text, params string[] methods)
    {
        var responses = new List<ReadResponse>();
        foreach (var method in methods)
        {
            responses.Add(Read(text, method));
            text = responses[^1].Rest;
        }

        return [.. responses];
    }

    [GeneratedRegex(@"^(?<version>HTTP/1\.[01]) (?<status>[1-9][0-9][0-9])( (?<reason>[\t -~\u0080-\u00ff]*))?$", Options, Patience)]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"^(?<name>[!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]*:(?<value>[\t -~\u0080-\u00ff]*)$", Options, Patience)]
    private static partial Regex Field();

    private static ReadResponse ReadOne(string text, string method)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Demand(end >= 0, "no whole head");
        var lines = text[..end].Split("\r\n");
        var line = StatusLine().Match(lines[0]);
        Demand(line.Success, lines[0]);
        var status = int.Parse(line.Groups["status"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var head = new ReadResponse(
            line.Groups["version"].Value, status, line.Groups["reason"].Value, [.. lines.Skip(1).Select(ReadField)], "", []);
        return ReadContent(head, text[(end + 4)..], method);
    }

    private static ReadResponse ReadContent(ReadResponse head, string text, string method)
    {
        var lengths = head.ValuesOf("Content-Length");
        var codings = head.ValuesOf("Transfer-Encoding");
        Demand(lengths.Length + codings.Length <= 1, "framed twice");
        Demand(
            codings is [] || (string.Equals(codings[0], "chunked", StringComparison.OrdinalIgnoreCase) && head.Version is "HTTP/1.1"),
            "unknown coding");
        var length = lengths is [] ? 0 : LengthOf(lengths[0]);
        if (head.Status < 200)
        {
            Demand(codings is [] && length == 0, "content of an interim response");
        }

        if (head.Status is < 200 or 204 or 304 || string.Equals(method, "HEAD", StringComparison.Ordinal))
        {
            return head with { IsWhole = true, Rest = text };
        }

        return codings is not [] ? ReadChunks(head, text)
            : lengths is [] ? head with { Content = text, IsWhole = true, EndsWithConnection = true }
            : length <= text.Length ? head with { Content = text[..(int)length], IsWhole = true, Rest = text[(int)length..] }
            : head with { Content = text };
    }

    private static ReadResponse ReadChunks(ReadResponse head, string text)
    {
        var content = new StringBuilder();
        while (text.IndexOf("\r\n", StringComparison.Ordinal) is >= 0 and var end)
        {
            var size = SizeOf(text[..end]);
            text = text[(end + 2)..];
            if (size == 0)
            {
                return ReadTrailers(head with { Content = content.ToString() }, text);
            }

            content.Append(text.AsSpan(0, (int)Math.Min(size, text.Length)));
            if (text.Length < size + 2)
            {
                Demand(text.Length <= size || text[(int)size] == '\r', "a chunk's end");
                return head with { Content = content.ToString() };
            }

            Demand(text[(int)size] == '\r' && text[(int)size + 1] == '\n', "a chunk's end");
            text = text[((int)size + 2)..];
        }

        return head with { Content = content.ToString() };
    }

    private static ReadResponse ReadTrailers(ReadResponse head, string text)
    {
        var trailers = new List<string>();
        while (text.IndexOf("\r\n", StringComparison.Ordinal) is >= 0 and var end)
        {
            var line = text[..end];
            text = text[(end + 2)..];
            if (line.Length == 0)
            {
                return head with { Trailers = [.. trailers], IsWhole = true, Rest = text };
            }

            trailers.Add(ReadField(line));
        }

        return head;
    }

    private static long SizeOf(string line)
    {
        Demand(ChunkLine().Match(line) is { Success: true } match, line);
        var digits = ChunkLine().Match(line).Groups["size"].Value;
        Demand(
            uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) && size <= int.MaxValue,
            line);
        return size;
    }

    [GeneratedRegex("^(?<size>[0-9a-fA-F]{1,8})(;[!#$%&'*+\\-.^_`|~0-9A-Za-z]+(=([!#$%&'*+\\-.^_`|~0-9A-Za-z]+|\"([\\t "
        + "!#-\\[\\]-~\\u0080-\\u00ff]|\\\\[\\t -~\\u0080-\\u00ff])*\"))?)*$", Options, Patience)]
    private static partial Regex ChunkLine();

    private static string ReadField(string line)
    {
        var field = Field().Match(line);
        Demand(field.Success, line);
        return $"{field.Groups["name"].Value}: {field.Groups["value"].Value.Trim(' ', '\t')}";
    }

    private static long LengthOf(string digits)
    {
        Demand(digits.Length <= 18 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _), digits);
        return long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static void Demand(bool holds, string what)
    {
        if (!holds)
        {
            throw new FormatException(what);
        }
    }
}
