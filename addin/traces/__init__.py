"""What a check writes into the open book, and takes off again: marks, and the sheet 校验结果."""
