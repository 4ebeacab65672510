namespace LoadBalancer.Http.Headers;

/// <summary>Writes the parts of a head one behind the other into memory that is known to be enough.</summary>
internal ref struct SpanWriter(Span<byte> span)
{
    private readonly Span<byte> _span = span;

    /// <summary>How many bytes were written.</summary>
    public int Count { get; private set; }

    /// <summary>Where the next bytes go; <see cref="Advance"/> says how many.</summary>
    public readonly Span<byte> Rest => _span[Count..];

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_span[Count..]);
        Count += bytes.Length;
    }

    public void Advance(int count) => Count += count;
}
