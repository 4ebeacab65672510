using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LoadBalancer.Benchmarks.Soak;

/// <summary>
/// Reads the requests of one connection. It supports only what the soak test needs: the gateway sends requests one at a time.
/// </summary>
internal sealed class SoakRequests(NetworkStream stream)
{
    private readonly byte[] _buffer = new byte[65_536];
    private int _start;
    private int _end;

    public async Task<string?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8) is >= 0 and var length)
            {
                var head = Encoding.Latin1.GetString(_buffer, _start, length + 4);
                _start += length + 4;
                return head;
            }

            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    public async Task SkipBodyAsync(string head, CancellationToken cancellationToken)
    {
        if (head.Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.OrdinalIgnoreCase))
        {
            // The bodies of the soak test contain no line breaks.
            while (await ReadHeadAsync(cancellationToken) is { } part && !part.EndsWith("0\r\n\r\n", StringComparison.Ordinal))
            {
                // Skip a part that ends with two line breaks but is not the last chunk.
            }
        }
        else if (head.IndexOf("\r\nContent-Length: ", StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            var value = head[(at + "\r\nContent-Length: ".Length)..];
            await SkipAsync(
                long.Parse(value[..value.IndexOf('\r', StringComparison.Ordinal)], CultureInfo.InvariantCulture), cancellationToken);
        }
    }

    public async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        do
        {
            _start = 0;
            _end = 0;
        }
        while (await FillAsync(cancellationToken));
    }

    private async Task SkipAsync(long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            var taken = (int)Math.Min(count, _end - _start);
            _start += taken;
            count -= taken;
            if (count > 0 && !await FillAsync(cancellationToken))
            {
                return;
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            throw new IOException("The head is larger than the buffer.");
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
