namespace LoadBalancer.Http.Hpack;

/// <summary>A decoded field. Valid until the next one is read.</summary>
internal readonly ref struct HpackField
{
    public ReadOnlySpan<byte> Name { get; init; }

    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary>The index of an entry in the static table with this name; 0 if the field was not sent with one.</summary>
    public int NameIndex { get; init; }

    /// <summary>Whether the entry in the static table has this value too.</summary>
    public bool IsStatic { get; init; }
}
