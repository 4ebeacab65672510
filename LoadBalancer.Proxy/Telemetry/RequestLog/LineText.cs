using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Text;

namespace LoadBalancer.Proxy.Telemetry.RequestLog;

/// <summary>A buffer for a line of UTF-8 text. Grows as needed; reused for each line. Not thread-safe.</summary>
internal sealed class LineText
{
    private const int Usual = 2 * 1024;

    /// <summary>The capacity that is kept for the next line, so that a client's long targets do not occupy memory permanently.</summary>
    private const int MostKept = 32 * 1024;

    private const int LongestNumber = 32;
    private const int LongestAddress = 65;

    /// <summary>The maximum number of bytes per character: three for one that is not valid UTF-8, six for one that is escaped.</summary>
    private const int MostPerByte = 6;

    private static readonly SearchValues<char> Plain = SearchValues.Create(string.Concat(Enumerable.Range(0x20, 0x5f).Select(c => (char)c))
        .Replace("\"", "", StringComparison.Ordinal)
        .Replace("\\", "", StringComparison.Ordinal));

    private byte[] _bytes = new byte[Usual];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Begins a new line.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > MostKept)
        {
            _bytes = new byte[Usual];
        }
    }

    public void Append(ReadOnlySpan<byte> utf8)
    {
        Ensure(utf8.Length);
        utf8.CopyTo(_bytes.AsSpan(_length));
        _length += utf8.Length;
    }

    /// <summary>Appends text that needs no escaping in a JSON string.</summary>
    public void AppendAscii(ReadOnlySpan<char> text)
    {
        Ensure(text.Length);
        Advance(Encoding.ASCII.TryGetBytes(text, Rest, out var written), written);
    }

    public void Append(long number)
    {
        Ensure(LongestNumber);
        Advance(Utf8Formatter.TryFormat(number, Rest, out var written), written);
    }

    public void Append(IPAddress address)
    {
        Ensure(LongestAddress);
        Advance(address.TryFormat(Rest, out var written), written);
    }

    /// <summary>Appends a time in UTC, to the millisecond: <c>2026-01-01T12:00:00.123Z</c>.</summary>
    public void Append(DateTime time)
    {
        const int Milliseconds = 23;
        Ensure(LongestNumber);
        Advance(Utf8Formatter.TryFormat(time, Rest, out _, 'O'), Milliseconds);
        Append("Z"u8);
    }

    /// <summary>Appends a number of thousandths, with as many decimals as needed.</summary>
    public void AppendThousandths(long thousandths)
    {
        Append(thousandths / 1_000);
        var rest = (int)(thousandths % 1_000);
        if (rest > 0)
        {
            ReadOnlySpan<byte> decimals =
            [
                (byte)'.',
                (byte)('0' + (rest / 100)),
                (byte)('0' + (rest / 10 % 10)),
                (byte)('0' + (rest % 10)),
            ];
            Append(decimals.TrimEnd((byte)'0'));
        }
    }

    /// <summary>Appends external text, one character for each byte, escaped for a JSON string; invalid UTF-8 becomes U+FFFD.</summary>
    public void AppendEscaped(ReadOnlySpan<char> latin1)
    {
        Ensure(latin1.Length);
        if (!latin1.ContainsAnyExcept(Plain))
        {
            _length += Encoding.Latin1.GetBytes(latin1, Rest);
            return;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(latin1.Length);
        var length = Encoding.Latin1.GetBytes(latin1, bytes);
        AppendEscaped(bytes.AsSpan(0, length));
        bytes.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Appends text of any characters, escaped for a JSON string.</summary>
    public void AppendText(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyExcept(Plain))
        {
            AppendAscii(text);
            return;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        AppendEscaped(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private void AppendEscaped(ReadOnlySpan<byte> text)
    {
        Ensure(text.Length * MostPerByte);
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var read);
            text = text[read..];
            if (rune.Value is '"' or '\\')
            {
                _bytes[_length++] = (byte)'\\';
            }

            // Terminals interpret control characters, including those above ASCII.
            if (Rune.IsControl(rune))
            {
                AppendCode(rune.Value);
            }
            else
            {
                _length += rune.EncodeToUtf8(Rest);
            }
        }
    }

    private void AppendCode(int code)
    {
        Append(@"\u00"u8);
        Advance(Utf8Formatter.TryFormat((byte)code, Rest, out var written, new StandardFormat('x', 2)), written);
    }

    private Span<byte> Rest => _bytes.AsSpan(_length);

    private void Advance(bool fitted, int written)
    {
        Debug.Assert(fitted, "There was to be room.");
        _length += written;
    }

    private void Ensure(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }
    }
}
