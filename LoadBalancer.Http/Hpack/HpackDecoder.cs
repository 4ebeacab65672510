namespace LoadBalancer.Http.Hpack;

/// <summary>
/// The state of a connection's header compression that outlives a block (RFC 7541 §2.2): the dynamic table and its limit. Blocks are read
/// one after the other, in the order in which they were received, by an <see cref="HpackReader"/> each. Not thread-safe.
/// </summary>
/// <param name="tableBytes">The size of the table that this side has announced in SETTINGS_HEADER_TABLE_SIZE.</param>
internal sealed class HpackDecoder(int tableBytes)
{
    /// <summary>The size of the table until both sides have agreed on another one (RFC 9113 §6.5.2).</summary>
    public const int DefaultTableBytes = 4_096;

    /// <summary>The table.</summary>
    public DynamicTable Table { get; } = new(DefaultTableBytes);

    /// <summary>The maximum size that the peer may select.</summary>
    public int MostTableBytes { get; private set; } = DefaultTableBytes;

    /// <summary>
    /// Whether the next block must begin with a change of the table's size, since the table has more content than the limit allows (RFC
    /// 9113 §4.3.1).
    /// </summary>
    public bool NeedsResize => Table.MaxSize > MostTableBytes;

    /// <summary>
    /// Applies the announced size, which the peer has acknowledged. A table with no more content than that is limited at once: peers that
    /// do not use the table, such as .NET's client, do not change its size in their blocks.
    /// </summary>
    public void AcknowledgeSettings()
    {
        MostTableBytes = tableBytes;
        if (NeedsResize && Table.Size <= tableBytes)
        {
            Table.Resize(tableBytes);
        }
    }
}
