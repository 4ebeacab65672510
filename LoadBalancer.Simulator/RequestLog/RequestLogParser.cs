using System.Globalization;
using System.Text.Json;

namespace LoadBalancer.Simulator.RequestLog;

/// <summary>Parses lines of a request log. Not thread-safe.</summary>
internal sealed class RequestLogParser
{
    private const int LongestTime = 40;
    private const double LongestDurationMs = 1e9;

    private readonly TextPool _pool = new();

    /// <summary>Parses one line.</summary>
    /// <param name="line">The bytes of the line, without the line feed.</param>
    /// <returns>
    /// The request, or <see langword="null"/> if the line is not a JSON object, a field has the wrong type or is out of range, or no field
    /// is known.
    /// </returns>
    public RequestLogEntry? Parse(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 8 });
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? ReadObject(ref reader) : null;
        }
        catch (Exception broken) when (broken is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private RequestLogEntry? ReadObject(ref Utf8JsonReader reader)
    {
        var line = default(Line);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref line, ref reader);
        }

        // A second value on the line makes Read throw.
        return reader.TokenType == JsonTokenType.EndObject && !reader.Read() && line.IsKnown ? line.ToEntry() : null;
    }

    private void ReadField(ref Line line, ref Utf8JsonReader reader)
    {
        var isKnown = true;
        if (Is(ref reader, "time"u8))
        {
            line.Time = reader.TokenType == JsonTokenType.Null ? null : ReadTime(ref reader);
        }
        else if (Is(ref reader, "id"u8))
        {
            line.Id = reader.GetString();
        }
        else if (Is(ref reader, "client"u8))
        {
            line.Client = ReadPooled(ref reader);
        }
        else if (Is(ref reader, "method"u8))
        {
            line.Method = ReadPooled(ref reader);
        }
        else if (Is(ref reader, "target"u8))
        {
            line.Target = reader.GetString();
        }
        else if (Is(ref reader, "server"u8))
        {
            line.Server = ReadPooled(ref reader);
        }
        else if (Is(ref reader, "reason"u8))
        {
            line.Reason = ReadPooled(ref reader);
        }
        else if (Is(ref reader, "tries"u8))
        {
            line.Tries = (int?)ReadNumber(ref reader, 0, 1_000);
        }
        else if (Is(ref reader, "status"u8))
        {
            line.Status = (int?)ReadNumber(ref reader, 100, 999);
        }
        else if (Is(ref reader, "bytes"u8))
        {
            line.Bytes = ReadNumber(ref reader, 0, long.MaxValue);
        }
        else if (Is(ref reader, "durationMs"u8))
        {
            line.DurationMs = ReadDuration(ref reader);
        }
        else if (Is(ref reader, "gateway"u8))
        {
            line.Gateway = ReadPooled(ref reader);
        }
        else if (Is(ref reader, "error"u8))
        {
            line.Error = ReadPooled(ref reader);
        }
        else if (Is(ref reader, "errorServer"u8))
        {
            line.ErrorServer = ReadPooled(ref reader);
        }
        else
        {
            isKnown = false;
            reader.Skip();
        }

        line.IsKnown |= isKnown;
    }

    /// <summary>Returns whether the property has the given name, and if so, advances to its value.</summary>
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    private string? ReadPooled(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : _pool.Read(reader);

    private static long? ReadNumber(ref Utf8JsonReader reader, long least, long most) =>
        reader.TokenType == JsonTokenType.Null ? null
        : reader.GetInt64() is var number && number >= least && number <= most ? number
        : throw new FormatException("A number is out of range.");

    private static double? ReadDuration(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null
        : reader.GetDouble() is >= 0 and <= LongestDurationMs and var duration ? duration
        : throw new FormatException("A duration is out of range.");

    private static DateTimeOffset ReadTime(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped && reader.TryGetDateTimeOffset(out var time))
        {
            return time;
        }

        Span<char> text = stackalloc char[LongestTime];
        return reader.ValueSpan.Length <= LongestTime
            && DateTimeOffset.TryParse(
                text[..reader.CopyString(text)], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)
            ? time
            : throw new FormatException("A time is not ISO 8601.");
    }

    private struct Line
    {
        public bool IsKnown;
        public DateTimeOffset? Time;
        public string? Id;
        public string? Client;
        public string? Method;
        public string? Target;
        public string? Server;
        public string? Reason;
        public int? Tries;
        public int? Status;
        public long? Bytes;
        public double? DurationMs;
        public string? Gateway;
        public string? Error;
        public string? ErrorServer;

        public readonly RequestLogEntry ToEntry() => new()
        {
            Time = Time,
            Id = Id,
            Client = Client,
            Method = Method,
            Target = Target,
            Server = Server,
            Reason = Reason,
            Tries = Tries,
            Status = Status,
            Bytes = Bytes,
            DurationMs = DurationMs,
            Gateway = Gateway,
            Error = Error,
            ErrorServer = ErrorServer,
        };
    }
}
