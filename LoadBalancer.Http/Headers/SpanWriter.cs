namespace LoadBalancer.Http.Headers;

/// <summary>Writes the parts of a head consecutively into memory that must be large enough.</summary>
internal ref struct SpanWriter(Span<byte> span)
{
    private readonly Span<byte> _span = span;

    /// <summary>The number of bytes written.</summary>
    public int Count { get; private set; }

    /// <summary>The memory for the next bytes; call <see cref="Advance"/> after writing to it.</summary>
    public readonly Span<byte> Rest => _span[Count..];

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_span[Count..]);
        Count += bytes.Length;
    }

    public void Advance(int count) => Count += count;
}
