namespace LoadBalancer.Http.Hpack;

/// <summary>Why a header block cannot be decoded (RFC 7541). The connection must end, since later blocks depend on its state.</summary>
internal enum HpackError
{
    /// <summary>The block is not at fault.</summary>
    None,

    /// <summary>The block ends within a field.</summary>
    Truncated,

    /// <summary>An integer exceeds the limits of an implementation (§5.1).</summary>
    Integer,

    /// <summary>An index is 0, or there is no entry with this index (§2.3.3, §6.1).</summary>
    Index,

    /// <summary>A Huffman code contains the end of the string, or has padding other than less than 8 ones (§5.2).</summary>
    Huffman,

    /// <summary>The table's size is changed after a field, or to more than allowed, or a required change is missing (§4.2, §6.3).</summary>
    TableSize,
}
