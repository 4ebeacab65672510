using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LoadBalancer.Tests.Functional.Messages;

/// <summary>
/// Reads HTTP/1.1 requests by the strictest reading of RFC 9112, and shares no code with the gateway that it checks. Throws
/// <see cref="FormatException"/> for anything else.
/// </summary>
internal sealed partial class RequestReader(Stream stream)
{
    private const int Patience = 1_000;

    private readonly StringBuilder _read = new();
    private readonly byte[] _buffer = new byte[16_384];
    private int _position;
    private int _count;

    /// <summary>What has been received of an incomplete request.</summary>
    public string Fragment => _read.ToString();

    /// <returns>The request, or <see langword="null"/> if the connection ends before the request is complete.</returns>
    public async Task<RecordedRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        _read.Clear();
        if (await ReadLineAsync(cancellationToken) is not { } line)
        {
            return null;
        }

        var requestLine = RequestLine().Match(line);
        Demand(requestLine.Success, line);
        if (await ReadFieldsAsync(cancellationToken) is not { } fields)
        {
            return null;
        }

        var request = new RecordedRequest(Fragment, requestLine.Groups["method"].Value, requestLine.Groups["target"].Value, fields, "", []);
        var lengths = request.ValuesOf("Content-Length");
        var codings = request.ValuesOf("Transfer-Encoding");
        Demand(request.ValuesOf("Host").Length == 1, "not one Host");
        Demand(lengths.Length + codings.Length <= 1, "framed twice");
        Demand(codings is [] or ["chunked"], "unknown coding");
        return codings is not [] ? await ReadChunksAsync(request, cancellationToken)
            : lengths is [] ? Complete(request)
            : await ReadBytesAsync(LengthOf(lengths[0]), cancellationToken) is { } body ? Complete(request with { Body = body })
            : null;
    }

    /// <summary>Reads everything until the connection ends.</summary>
    public async Task<string> ReadRestAsync(CancellationToken cancellationToken)
    {
        _read.Clear();
        while (await ReadByteAsync(cancellationToken) >= 0)
        {
            // ReadByteAsync keeps each byte.
        }

        return Fragment;
    }

    [GeneratedRegex(@"^(?<method>[!#$%&'*+\-.^_`|~0-9A-Za-z]+) (?<target>\*|/[!-~]*) HTTP/1\.1$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"^(?<name>[!#$%&'*+\-.^_`|~0-9A-Za-z]+):(?<value>[\t -~\u0080-\u00ff]*)$", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Field();

    private RecordedRequest Complete(RecordedRequest request)
    {
        _read.Clear();
        return request;
    }

    private static long LengthOf(string digits)
    {
        Demand(long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length), digits);
        return length;
    }

    private async Task<RecordedRequest?> ReadChunksAsync(RecordedRequest request, CancellationToken cancellationToken)
    {
        var body = new StringBuilder();
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            Demand(uint.TryParse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size), line);
            if (size == 0)
            {
                return await ReadFieldsAsync(cancellationToken) is { } trailers
                    ? Complete(request with { Body = body.ToString(), Trailers = trailers })
                    : null;
            }

            if (await ReadBytesAsync(size, cancellationToken) is not { } chunk || await ReadLineAsync(cancellationToken) is not { } end)
            {
                return null;
            }

            body.Append(chunk);
            Demand(end.Length == 0, end);
        }

        return null;
    }

    private async Task<string[]?> ReadFieldsAsync(CancellationToken cancellationToken)
    {
        var fields = new List<string>();
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                return [.. fields];
            }

            var field = Field().Match(line);
            Demand(field.Success, line);
            fields.Add($"{field.Groups["name"].Value}: {field.Groups["value"].Value.Trim(' ', '\t')}");
        }

        return null;
    }

    /// <summary>Reads a line and removes its CR LF; a lone CR or LF is an error.</summary>
    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (await ReadByteAsync(cancellationToken) is >= 0 and var character)
        {
            if (character == '\n')
            {
                Demand(line.Length > 0 && line[^1] == '\r', "LF without CR");
                line.Length--;
                return line.ToString();
            }

            Demand(line.Length == 0 || line[^1] != '\r', "CR without LF");
            line.Append((char)character);
        }

        return null;
    }

    private async Task<string?> ReadBytesAsync(long count, CancellationToken cancellationToken)
    {
        var bytes = new StringBuilder();
        while (bytes.Length < count)
        {
            if (await ReadByteAsync(cancellationToken) is not (>= 0 and var character))
            {
                return null;
            }

            bytes.Append((char)character);
        }

        return bytes.ToString();
    }

    private async ValueTask<int> ReadByteAsync(CancellationToken cancellationToken)
    {
        if (_position == _count)
        {
            _position = 0;
            _count = await stream.ReadAsync(_buffer, cancellationToken);
            if (_count == 0)
            {
                return -1;
            }
        }

        var character = _buffer[_position++];
        _read.Append((char)character);
        return character;
    }

    private static void Demand(bool holds, string what)
    {
        if (!holds)
        {
            throw new FormatException(what);
        }
    }
}
